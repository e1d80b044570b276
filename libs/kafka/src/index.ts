export {
  type ConsumerState,
  type Consuming,
  Kafka,
  KafkaFault,
  type Message,
  type OutMessage,
  type Poll,
  type Standing,
  type Taking,
} from './kafka.js';
