export { type Going, mustBeIn } from './beyond-end.js';
export { binary, CLOUD_EVENT_BYTES_MAX, type CloudEvent, parseCloudEvent, structured } from './cloud-event.js';
export {
  type ConsumerState,
  type Consuming,
  Kafka,
  KafkaFault,
  type Message,
  MessageTooLarge,
  type OutMessage,
  type Poll,
  type Standing,
  type Taking,
} from './kafka.js';
