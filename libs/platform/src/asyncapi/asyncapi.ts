import { components, type Schema } from '#libs/schemas';
import type { KafkaSettings } from '#libs/kafka/kafkajs';
import type { MessageSaid, TopicSaid } from './topic-said.js';
import { topics } from './topics.js';

/** An AsyncAPI document, as a plain object. */
export type AsyncApiDocument = Readonly<Record<string, unknown>>;

type Mechanism = NonNullable<KafkaSettings['sasl']>['mechanism'];
const SCHEMES: Readonly<Record<Mechanism, string>> = {
  plain: 'plain',
  'scram-sha-256': 'scramSha256',
  'scram-sha-512': 'scramSha512',
};

const TO_SERVERS = 'The topics of Floor Targets, whichever of its apps this server is.';
const NO_SERVERS = 'This server runs on embedded stores and speaks to no Kafka: these are the topics of the apps that run on servers.';

/** The topics of all apps, for machines; under the names that the settings give them. */
export function asyncApi(kafka: KafkaSettings | null): AsyncApiDocument {
  const all = Object.entries(topics());
  const prefix = kafka?.prefix ?? '';
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Floor Targets',
      version: '1',
      description: `Figures in, breach alerts and the log out, as CloudEvents 1.0. ${kafka === null ? NO_SERVERS : TO_SERVERS}`,
      license: { name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    ...(kafka === null ? {} : { servers: serversOf(kafka) }),
    channels: Object.fromEntries(all.map(([name, said]) => [name, channelOf(prefix + name, said)])),
    operations: Object.fromEntries(all.map(([name, said]) => [`${said.action}-${name}`, operationOf(name, prefix, said)])),
    components: { schemas: components(), securitySchemes: schemesOf(kafka) },
  };
}

function serversOf({ brokers, tls, sasl }: KafkaSettings): Schema {
  const security = sasl === null ? {} : { security: [{ $ref: '#/components/securitySchemes/sasl' }] };
  const protocol = tls ? 'kafka-secure' : 'kafka';
  return Object.fromEntries(brokers.map((host, i) => [`broker-${i + 1}`, { host, protocol, ...security }]));
}

const schemesOf = (kafka: KafkaSettings | null): Schema => (kafka?.sasl ? { sasl: { type: SCHEMES[kafka.sasl.mechanism] } } : {});

function channelOf(address: string, { says, messages }: TopicSaid): Schema {
  const described = Object.entries(messages).map(([name, message]) => [name, messageOf(name, message)]);
  return { address, description: says, messages: Object.fromEntries(described), bindings: { kafka: { topic: address } } };
}

function messageOf(name: string, { key, ...said }: MessageSaid): Schema {
  return { name, ...said, bindings: { kafka: { key: { type: 'string', description: key } } } };
}

function operationOf(name: string, prefix: string, { action, app, group }: TopicSaid): Schema {
  const bindings = group === undefined ? {} : { bindings: { kafka: { groupId: { type: 'string', enum: [prefix + group] } } } };
  return { action, channel: { $ref: `#/channels/${name}` }, tags: [{ name: app, description: `Done by the app ${app}.` }], ...bindings };
}
