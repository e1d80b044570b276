import { randomUUID } from 'node:crypto';
import { kafkaContract } from '../../src/kafka.contract.js';
import { KafkaJsKafka } from './kafkajs-kafka.js';

const brokers = (): string[] => {
  const named = process.env['KAFKA_BROKERS'];
  if (!named) throw new Error('KAFKA_BROKERS is not set: run this by npm run test:servers, or name the brokers in it.');
  return named.split(',');
};

kafkaContract(
  'KafkaJsKafka',
  async () =>
    new KafkaJsKafka(
      { brokers: brokers(), prefix: `test-${randomUUID().slice(0, 8)}-`, tls: false, caFile: null, sasl: null },
      { partitions: 3 },
    ),
);
