import type { KafkaSettings } from '#libs/kafka/kafkajs';
import type { SettingName } from './settings.js';

/** Which stores an app runs on. */
export type StoresKind = 'embedded' | 'servers';

type TextOf = (name: SettingName) => string | null;

const OF_SERVERS = ['FLOOR_EVENTSTOREDB_URL', 'FLOOR_MONGODB_URL', 'FLOOR_KAFKA_BROKERS', 'FLOOR_ADMIN_TOKEN'] as const;

/** What is missing, or set to no purpose, for an app on these stores; a sentence each. */
export function wantingOf(stores: StoresKind, textOf: TextOf, needed: readonly SettingName[] = OF_SERVERS): string[] {
  if (stores === 'embedded') {
    const vain = OF_SERVERS.filter((name) => textOf(name) !== null);
    return vain.map(
      (name) => `${name} is set, and this app keeps everything in its data folder: unset it, or start the apps that run on servers.`,
    );
  }
  const missing = needed.filter((name) => textOf(name) === null);
  const sasl = textOf('FLOOR_KAFKA_SASL') !== null;
  const wanting = (['FLOOR_KAFKA_USER', 'FLOOR_KAFKA_PASSWORD'] as const).filter((name) => (textOf(name) !== null) !== sasl);
  return [
    ...missing.map((name) => `${name} is not set, and this app cannot run without it.`),
    ...wanting.map((name) => `${name} and FLOOR_KAFKA_SASL go together: set both or neither.`),
  ];
}

/** Kafka's settings together; null where no broker is named. */
export function kafkaOf(textOf: TextOf): KafkaSettings | null {
  const brokers = textOf('FLOOR_KAFKA_BROKERS');
  if (brokers === null) return null;
  const mechanism = textOf('FLOOR_KAFKA_SASL') as NonNullable<KafkaSettings['sasl']>['mechanism'] | null;
  return {
    brokers: brokers.split(','),
    prefix: textOf('FLOOR_KAFKA_PREFIX') ?? '',
    tls: textOf('FLOOR_KAFKA_TLS') === 'on',
    caFile: textOf('FLOOR_KAFKA_CA_FILE'),
    sasl: mechanism && { mechanism, username: textOf('FLOOR_KAFKA_USER') ?? '', password: textOf('FLOOR_KAFKA_PASSWORD') ?? '' },
  };
}
