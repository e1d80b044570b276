export { KafkaJsKafka } from './kafkajs-kafka.js';
export type { KafkaOptions, KafkaSettings } from './settings.js';
