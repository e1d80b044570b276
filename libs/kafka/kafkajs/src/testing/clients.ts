import { randomUUID } from 'node:crypto';
import { KafkaJsKafka } from '../kafkajs-kafka.js';
import type { KafkaOptions, KafkaSettings } from '../settings.js';

/** The brokers that the environment names for tests. */
export function namedBrokers(): string[] {
  const named = process.env['KAFKA_BROKERS'];
  if (!named) throw new Error('KAFKA_BROKERS is not set: run this by npm run test:servers, or name the brokers in it.');
  return named.split(',');
}

/** Names that no other test has: topics and groups of a test begin with it. */
export function ownPrefix(): string {
  return `test-${randomUUID().slice(0, 8)}-`;
}

/** A client for tests, whose topics have three partitions. */
export function clientFor(brokers: readonly string[], more: Partial<KafkaSettings> = {}, options: KafkaOptions = {}): KafkaJsKafka {
  return new KafkaJsKafka({ brokers, prefix: ownPrefix(), tls: false, caFile: null, sasl: null, ...more }, { partitions: 3, ...options });
}
