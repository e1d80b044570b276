import { kafkaContract } from '../kafka.contract.js';
import { KafkaFault, type Standing } from '../kafka.js';
import { FakeKafka } from './fake-kafka.js';
import { Taker } from './taker.js';

kafkaContract('FakeKafka', async () => new FakeKafka());

describe('what a test can do to the fake', () => {
  it('takes a partition away in mid-poll: nothing of it is committed, and the other member has it', async () => {
    const kafka = new FakeKafka({ partitions: 1 });
    const [old, next] = [new Taker(), new Taker()];
    const inHand = Promise.withResolvers<Standing>();
    const gate = Promise.withResolvers<void>();
    old.onPoll = (_poll, standing) => (inHand.resolve(standing), gate.promise);
    await kafka.consume(old.of('g', 't'));
    await kafka.consume(next.of('g', 't'));
    kafka.produce('t', { value: 'x' });
    const standing = await inHand.promise;
    kafka.takeAway('g', 't', 0);
    expect(standing.isMine()).toBe(false);
    await next.has(1);
    await kafka.taken('g', 't');
    gate.resolve();
    await old.has(1);
    expect(kafka.committed('g', 't', 0)).toBe('1');
    await kafka.close();
  });

  it('waits until all is taken, or says that it is not', async () => {
    const kafka = new FakeKafka();
    kafka.produce('t', { key: 'a', value: 'x' }, { key: 'b', value: null });
    await expect(kafka.taken('g', 't', 10)).rejects.toThrow('g has not taken all of t');
    await kafka.consume(new Taker().of('g', 't'));
    await kafka.taken('g', 't');
    await kafka.close();
  });

  it('has no broker while its fault is set', async () => {
    const kafka = new FakeKafka();
    kafka.fault = new KafkaFault('away');
    await expect(kafka.publish('t', [{ key: null, value: 'x', headers: {} }])).rejects.toThrow('away');
    expect(kafka.messages('t')).toEqual([]);
  });
});
