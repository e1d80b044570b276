import { kafkaContract } from '../../src/kafka.contract.js';
import { clientFor, namedBrokers } from './testing/clients.js';

kafkaContract('KafkaJsKafka', async () => clientFor(namedBrokers()));
