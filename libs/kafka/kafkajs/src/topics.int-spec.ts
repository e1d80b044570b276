import kafkajs from 'kafkajs';
import { MessageTooLarge } from '#libs/kafka';
import { Taker } from '../../src/testing/taker.js';
import type { KafkaJsKafka } from './kafkajs-kafka.js';
import { clientFor, namedBrokers, ownPrefix } from './testing/clients.js';

describe('topics on a real broker', () => {
  const prefix = ownPrefix();
  let kafka: KafkaJsKafka;
  beforeAll(() => (kafka = clientFor(namedBrokers(), { prefix })));
  afterAll(() => kafka.close());

  it('are made with so many partitions, and not made twice', async () => {
    await kafka.publish('made', [{ key: 'a', value: '1', headers: {} }]);
    const second = clientFor(namedBrokers(), { prefix }, { partitions: 9 });
    await second.publish('made', [{ key: 'a', value: '2', headers: {} }]);
    await second.close();
    const admin = new kafkajs.Kafka({ brokers: namedBrokers(), logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [`${prefix}made`] });
    await admin.disconnect();
    expect(topics[0]!.partitions).toHaveLength(3);
  });

  it('are read whatever their producers compress with', async () => {
    const taker = new Taker();
    await kafka.consume(taker.of('g', 'compressed'));
    const bare = new kafkajs.Kafka({ brokers: namedBrokers(), logLevel: kafkajs.logLevel.NOTHING });
    const producer = bare.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    const messages = Array.from({ length: 100 }, (_, i) => ({ key: 'a', value: `${i} ${'x'.repeat(500)}` }));
    await producer.send({ topic: `${prefix}compressed`, compression: kafkajs.CompressionTypes.GZIP, messages });
    await producer.disconnect();
    await taker.has(100);
    expect(taker.values).toEqual(messages.map(({ value }) => value));
  });

  it('take what is not too large, though something that is was published with it', async () => {
    const out = (key: string, value: string) => kafka.publish('bounded', [{ key, value, headers: {} }]);
    const outcomes = await Promise.allSettled([out('a', '1'), out('a', 'x'.repeat(3_000_000)), out('a', '2'), out('b', '3')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((outcomes[1] as PromiseRejectedResult).reason).toBeInstanceOf(MessageTooLarge);
    const taker = new Taker();
    await kafka.consume(taker.of('h', 'bounded'));
    await taker.has(3);
    expect(taker.values.sort()).toEqual(['1', '2', '3']);
  });
});
