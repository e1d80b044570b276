import { setTimeout } from 'node:timers/promises';
import type { OutMessage, Poll, Standing } from '#libs/kafka';
import { Taker } from '../../src/testing/taker.js';
import type { KafkaJsKafka } from './kafkajs-kafka.js';
import { clientFor, namedBrokers } from './testing/clients.js';

const SESSION_MS = 6_500; // Brokers allow no less than six seconds unless told to.
const numbered = (count: number): OutMessage[] =>
  Array.from({ length: count }, (_, i) => ({ key: `k${i % 20}`, value: `${i}`, headers: {} }));
const distinct = (...takers: Taker[]): number => new Set(takers.flatMap(({ values }) => values)).size;
const slowly = async (ms: number, standing?: Standing): Promise<void> => {
  for (let left = ms; left > 0; left -= 250) await Promise.all([standing?.heartbeat(), setTimeout(250)]);
};

describe('members of a group on a real broker', () => {
  let kafka: KafkaJsKafka;
  beforeEach(() => (kafka = clientFor(namedBrokers(), {}, { sessionMs: SESSION_MS, heartbeatMs: 500, partitionsAtOnce: 1 })));
  afterEach(() => kafka.close());

  const all = async (count: number, ...takers: Taker[]): Promise<void> => {
    for (let i = 0; i < 900 && distinct(...takers) < count; i++) await setTimeout(50);
    expect(distinct(...takers)).toBe(count);
  };

  it('keep their partitions while they work for longer than a session, if they say that they live', async () => {
    await kafka.publish('t', numbered(60));
    const taker = new Taker();
    taker.onPoll = (_poll, standing) => slowly(SESSION_MS + 1_500, standing);
    const consuming = await kafka.consume(taker.of('g', 't'));
    await all(60, taker);
    expect(taker.messages).toHaveLength(60);
    expect(consuming.state()).toEqual({ running: true, fault: null, restarts: 0 });
  });

  it('lose them when they are silent for longer than a session, know it, and nothing is lost', async () => {
    await kafka.publish('t', numbered(60));
    const [silent, other] = [new Taker(), new Taker()];
    let isFirst = true;
    const knew: boolean[] = [];
    silent.onPoll = async (_poll, standing) => {
      if (!isFirst) return;
      isFirst = false;
      await slowly(SESSION_MS + 2_500);
      knew.push(!standing.isMine());
    };
    await kafka.consume(silent.of('g', 't'));
    await kafka.consume(other.of('g', 't'));
    await all(60, silent, other);
    for (let i = 0; i < 200 && knew.length === 0; i++) await setTimeout(50);
    expect(knew).toEqual([true]);
    await kafka.publish('t', numbered(80).slice(60));
    await all(80, silent, other);
  });

  it('are told of a rebalance in mid-poll, may break off, and nothing is lost', async () => {
    await kafka.publish('t', numbered(600));
    const takers = [new Taker(), new Taker(), new Taker()];
    const inHand = Promise.withResolvers<void>();
    let brokenOff = 0;
    const bySmallSteps = async ({ messages }: Poll, standing: Standing): Promise<void> => {
      inHand.resolve();
      for (let done = 0; done < messages.length; done += 20) {
        await Promise.all([standing.heartbeat(), setTimeout(100)]);
        if (standing.isMine()) continue;
        brokenOff += 1;
        throw new Error('Broken off: the partition is given anew.');
      }
    };
    for (const taker of takers) taker.onPoll = bySmallSteps;
    await kafka.consume(takers[0]!.of('g', 't'));
    await inHand.promise;
    await setTimeout(600);
    const joining = takers.slice(1).map((taker) => kafka.consume(taker.of('g', 't')));
    await Promise.all(joining);
    await all(600, ...takers);
    expect(brokenOff).toBeGreaterThan(0);
    expect(takers.slice(1).some(({ messages }) => messages.length > 0)).toBe(true);
  });

  it('may finish a poll that is in hand when the group rebalances: it is committed, and comes to nobody else', async () => {
    await kafka.publish('t', numbered(60));
    const takers = [new Taker(), new Taker()] as const;
    const inHand = Promise.withResolvers<void>();
    const told: boolean[] = [];
    for (const taker of takers)
      taker.onPoll = async (_poll, standing) => {
        inHand.resolve();
        await slowly(3_000, standing);
        told.push(standing.isMine());
      };
    await kafka.consume(takers[0].of('g', 't'));
    await inHand.promise;
    await kafka.consume(takers[1].of('g', 't'));
    await all(60, ...takers);
    await setTimeout(1_000);
    expect(told[0]).toBe(false);
    expect(takers[0].messages.length + takers[1].messages.length).toBe(60);
  });
});
