import { setTimeout } from 'node:timers/promises';
import type { Kafka, OutMessage } from './kafka.js';
import { Taker } from './testing/taker.js';

const out = (key: string | null, value: string | Uint8Array, headers = {}): OutMessage => ({ key, value, headers });
const numbered = (key: string, count: number, from = 0): OutMessage[] =>
  Array.from({ length: count }, (_, i) => out(key, `${key}${from + i}`));
const KEYS = ['a', 'b', 'c', 'd', 'e', 'f'];
const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

/** The promise of the port; `open` gives a Kafka whose topics are empty and have three partitions or more. */
export function kafkaContract(name: string, open: () => Promise<Kafka>): void {
  describe(`${name} as a way to Kafka and back`, () => {
    let kafka: Kafka;
    beforeEach(async () => void (kafka = await open()));
    afterEach(() => kafka.close());

    it('hands over what was published, as it was', async () => {
      const before = Date.now();
      await kafka.publish('t', [out('a', Buffer.from([0, 255, 13]), { 'content-type': 'x/y', reason: 'déjà' }), out(null, '')]);
      const taker = new Taker();
      await kafka.consume(taker.of('g', 't'));
      await taker.has(2);
      const [first, second] = taker.messages.toSorted((x, y) => (y.value?.length ?? 0) - (x.value?.length ?? 0));
      expect([...first!.value!]).toEqual([0, 255, 13]);
      expect([text(first!.key), text(first!.headers['content-type']), text(first!.headers['reason'])]).toEqual(['a', 'x/y', 'déjà']);
      expect(first!.timestampMs).toBeGreaterThanOrEqual(before - 1_000);
      expect([second!.key, text(second!.value), Object.keys(second!.headers)]).toEqual([null, '', []]);
    });

    it('names its topics in full, always the same', async () => {
      const name = await kafka.nameInFull('t');
      expect(name).toMatch(/^[\w-]+\/[\w.-]*t$/);
      expect([await kafka.nameInFull('t'), await kafka.nameInFull('u')]).toEqual([name, name.replace(/t$/, 'u')]);
    });

    it('keeps the order of each key, also of more than one request holds', async () => {
      const filling = 'x'.repeat(2_000);
      const messages = Array.from({ length: 2_400 }, (_, i) => out(KEYS[i % 6]!, `${i} ${filling}`));
      await Promise.all([kafka.publish('t', messages.slice(0, 2_000)), kafka.publish('t', messages.slice(2_000))]);
      const taker = new Taker();
      await kafka.consume(taker.of('g', 't'));
      await taker.has(2_400);
      for (const key of KEYS) {
        const numbers = taker.messages.filter((message) => text(message.key) === key).map(({ value }) => parseInt(text(value), 10));
        expect(numbers).toEqual(messages.flatMap((message, i) => (message.key === key ? [i] : [])));
      }
    });

    it('publishes one after the other, each as soon as the one before has been taken', async () => {
      for (let i = 0; i < 50; i++) await kafka.publish('t', [out('a', `${i}`)]);
      const taker = new Taker();
      await kafka.consume(taker.of('g', 't'));
      await taker.has(50);
      expect(taker.values).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`));
    });

    it('publishes one large event, and nothing for nothing', async () => {
      await kafka.publish('t', []);
      await kafka.publish('t', [out('a', 'y'.repeat(300_000))]);
      const taker = new Taker();
      await kafka.consume(taker.of('g', 't'));
      await taker.has(1);
      expect(taker.values[0]).toHaveLength(300_000);
    });

    it('hands over one partition at a time, in order of offset', async () => {
      await kafka.publish(
        't',
        KEYS.flatMap((key) => numbered(key, 50)),
      );
      const taker = new Taker();
      const polls: { partition: number; offsets: number[] }[] = [];
      taker.onPoll = ({ topic, partition, messages }) => {
        expect([topic, new Set(messages.map((message) => message.partition))]).toEqual(['t', new Set([partition])]);
        polls.push({ partition, offsets: messages.map(({ offset }) => Number(offset)) });
      };
      await kafka.consume(taker.of('g', 't'));
      await taker.has(300);
      for (const partition of new Set(polls.map((poll) => poll.partition))) {
        const offsets = polls.filter((poll) => poll.partition === partition).flatMap((poll) => poll.offsets);
        expect(offsets).toEqual(offsets.map((_, i) => i));
      }
    });

    it('goes on after what was taken, and gives another group all of it', async () => {
      await kafka.publish('t', numbered('a', 5));
      const first = new Taker();
      const consuming = await kafka.consume(first.of('g', 't'));
      await first.has(5);
      await consuming.stop();
      await kafka.publish('t', numbered('a', 5, 5));
      const [second, other] = [new Taker(), new Taker()];
      await kafka.consume(second.of('g', 't'));
      await kafka.consume(other.of('h', 't'));
      await Promise.all([second.has(5), other.has(10)]);
      expect(second.values).toEqual(['a5', 'a6', 'a7', 'a8', 'a9']);
    });

    it('brings a poll again whose taking failed, and holds up no other partition meanwhile', async () => {
      await kafka.publish(
        't',
        KEYS.flatMap((key) => numbered(key, 3)),
      );
      const taker = new Taker();
      let poison: number | undefined;
      let fails = true;
      taker.onPoll = ({ partition }) => {
        poison ??= partition;
        if (fails && partition === poison) throw new Error('Poison.');
      };
      const consuming = await kafka.consume(taker.of('g', 't'));
      await kafka.publish(
        't',
        KEYS.flatMap((key) => numbered(key, 1, 3)),
      );
      const elsewhere = (): number => new Set(taker.messages.map(({ partition, offset }) => `${partition}@${offset}`)).size;
      for (let i = 0; i < 300 && elsewhere() === 0; i++) await setTimeout(50);
      expect(taker.messages.some(({ partition }) => partition === poison)).toBe(false);
      expect(consuming.state()).toMatchObject({ running: true, fault: expect.stringContaining('Poison') });
      fails = false;
      await taker.has(24);
      await setTimeout(50);
      expect(consuming.state()).toEqual({ running: true, fault: null, restarts: 0 });
    });

    it('starts where it is told to, and hands over nothing of before', async () => {
      await kafka.publish('t', numbered('a', 20));
      const taker = new Taker();
      const asked: number[] = [];
      const consuming = await kafka.consume(taker.of('g', 't', async (partition) => (asked.push(partition), '15')));
      await taker.has(5);
      expect(taker.values).toEqual(['a15', 'a16', 'a17', 'a18', 'a19']);
      expect(new Set(asked).size).toBeGreaterThanOrEqual(3);
      // The other partitions are empty, so whoever took fifteen messages of them took them of others.
      expect(consuming.state()).toMatchObject({
        running: true,
        fault: expect.stringMatching(/ends at offset 0, and everything before 15 /),
      });
    });

    it('asks again where to start when that could not be said', async () => {
      await kafka.publish('t', numbered('a', 3));
      const taker = new Taker();
      let faults = 3;
      const startAt = async (): Promise<string | undefined> => {
        if (faults-- > 0) throw new Error('The store is away.');
        return undefined;
      };
      await kafka.consume(taker.of('g', 't', startAt));
      await taker.has(3);
      expect(taker.values).toEqual(['a0', 'a1', 'a2']);
    });

    it('shares the partitions of a topic among the members of a group, and loses nothing when one comes or goes', async () => {
      await kafka.publish(
        't',
        KEYS.flatMap((key) => numbered(key, 20)),
      );
      const takers = [new Taker(), new Taker()] as const;
      takers.forEach((taker) => (taker.onPoll = () => setTimeout(5)));
      const first = await kafka.consume(takers[0].of('g', 't'));
      await kafka.consume(takers[1].of('g', 't'));
      await kafka.publish(
        't',
        KEYS.flatMap((key) => numbered(key, 20, 20)),
      );
      await first.stop();
      await kafka.publish(
        't',
        KEYS.flatMap((key) => numbered(key, 20, 40)),
      );
      const all = (): number => new Set(takers.flatMap(({ values }) => values)).size;
      for (let i = 0; i < 600 && all() < 360; i++) await setTimeout(50);
      expect(all()).toBe(360);
      expect(takers[0].messages.length + takers[1].messages.length).toBe(360); // Nobody crashed, so nothing comes twice.
    });

    it('says to whoever has a poll in hand that the consumer stops, and brings again what was not finished', async () => {
      await kafka.publish('t', numbered('a', 3));
      const inHand = Promise.withResolvers<void>();
      const slow = new Taker();
      slow.onPoll = async (_poll, standing) => {
        inHand.resolve();
        for (let i = 0; i < 400 && standing.isMine(); i++) await Promise.all([standing.heartbeat(), setTimeout(25)]);
        throw new Error(standing.isMine() ? 'Never told.' : 'Told.');
      };
      const consuming = await kafka.consume(slow.of('g', 't'));
      await inHand.promise;
      const since = Date.now();
      await consuming.stop();
      expect(Date.now() - since).toBeLessThan(8_000);
      const next = new Taker();
      await kafka.consume(next.of('g', 't'));
      await next.has(3);
      expect(next.values).toEqual(['a0', 'a1', 'a2']);
    });

    it('answers that it is there', () => expect(kafka.ping()).resolves.toBeUndefined());
  });
}
