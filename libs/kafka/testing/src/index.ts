// The door for tests of others: a Kafka in memory.
export { type Produced, FakeKafka } from '../../src/testing/fake-kafka.js';
