import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { parseCloudEvent } from '#libs/kafka';
import { KafkaJsKafka } from '#libs/kafka/kafkajs';
import { channelContract } from '../../channel.contract.js';
import { BREACH_ALERTS, KafkaChannel } from './kafka-channel.js';

const brokers = (): string[] => {
  const named = process.env['KAFKA_BROKERS'];
  if (!named) throw new Error('KAFKA_BROKERS is not set: run this by npm run test:servers, or name the brokers in it.');
  return named.split(',');
};
const opened: KafkaJsKafka[] = [];
const client = (prefix: string): KafkaJsKafka => {
  const kafka = new KafkaJsKafka({ brokers: brokers(), prefix, tls: false, caFile: null, sasl: null });
  opened.push(kafka);
  return kafka;
};
afterEach(() => Promise.all(opened.splice(0).map((kafka) => kafka.close())));

/** Everything that the topic holds: until nothing has come for a second. */
async function idsOf(kafka: KafkaJsKafka): Promise<string[]> {
  const ids: string[] = [];
  let quiet = 0;
  const group = randomUUID();
  await kafka.consume({
    group,
    topic: BREACH_ALERTS,
    take: async ({ messages }) => {
      ids.push(...messages.map((message) => (parseCloudEvent(message) as { id: string }).id));
      quiet = 0;
    },
  });
  for (let i = 0; i < 100 && (quiet < 10 || ids.length === 0); i++, quiet++) await setTimeout(100);
  return ids;
}

channelContract('KafkaChannel on a real broker', { dropsRepeats: false }, async () => {
  const prefix = `test-${randomUUID().slice(0, 8)}-`;
  return { open: () => new KafkaChannel(client(prefix)), shown: () => idsOf(client(prefix)) };
});
