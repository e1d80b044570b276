import { randomUUID } from 'node:crypto';
import { BEGINNING, type EventStore, type NewEvent, type StoredEvent } from './event-store.js';

/** An event of a new id. */
export const event = (data: object = { v: 1 }, type = 'FiguresRecorded'): NewEvent => ({ id: randomUUID(), type, data });
/** That many events. */
export const events = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => event({ v: 1, n }));
export const idsOf = (of: readonly NewEvent[]): string[] => of.map(({ id }) => id);

/** The part of the contract about reading, on the stores of the test in hand. */
export function readingContract(stores: () => { store: EventStore; other: EventStore }): void {
  describe('reading', () => {
    let store: EventStore;
    let other: EventStore;
    beforeEach(() => ({ store, other } = stores()));
    const all = (): Promise<StoredEvent[]> => store.readAll(BEGINNING, 1000);

    it('gives the events after a version, to a version', async () => {
      await store.append('register-a', 0, events(5));
      const versions = async (slice: { after?: number; to?: number }): Promise<number[]> =>
        (await store.read({ stream: 'register-a', ...slice })).map(({ version }) => version);
      expect(await versions({ after: 2 })).toEqual([3, 4, 5]);
      expect(await versions({ to: 2 })).toEqual([1, 2]);
      expect(await versions({ after: 1, to: 3 })).toEqual([2, 3]);
      expect(await versions({ after: 5 })).toEqual([]);
      expect(await store.read({ stream: 'register-b' })).toEqual([]);
    });

    it('answers many slices and versions in the order asked', async () => {
      const [a, b] = [events(2), events(1)];
      await store.append('register-a', 0, a);
      await store.append('register-b', 0, b);
      const slices = [{ stream: 'register-b' }, { stream: 'register-none' }, { stream: 'register-a', after: 1 }, { stream: 'register-b' }];
      expect((await store.readMany(slices)).map(idsOf)).toEqual([idsOf(b), [], [a[1]!.id], idsOf(b)]);
      expect(await store.versions(['register-b', 'register-none', 'register-a'])).toEqual([1, 0, 2]);
    });

    it('answers many slices that stand in one stretch of the log, also among many others', async () => {
      const names = Array.from({ length: 30 }, (_, n) => `register-${n}`);
      const append = (streams: readonly string[], expected = 0): Promise<unknown> =>
        store.appendMany(streams.map((stream) => ({ stream, expected, events: events(2) })));
      await append(names.slice(0, 20));
      const after = await store.end();
      await append(['submission-a']);
      await append(names.slice(20));
      await append(names.slice(0, 20), 2);
      const to = await store.end();
      await append(names.slice(20), 2);
      await append(Array.from({ length: 200 }, (_, n) => `register-other-${n}`));
      const wanted = names.map((stream, n) => ({ stream, after: n < 20 ? 2 : 0 }));
      for (const within of [
        { after, to },
        { after, to: await store.end() },
        { after: BEGINNING, to: await store.end() },
      ]) {
        const read = await store.readMany([...wanted, { stream: 'register-none' }, { ...wanted[25]!, to: 1 }], within);
        expect(read.map((some) => some.slice(0, 2).map(({ version }) => version))).toEqual([
          ...names.map((_, n) => (n < 20 ? [3, 4] : [1, 2])),
          [],
          [1],
        ]);
        read.slice(0, 30).forEach((some, n) => expect(some.every(({ stream }) => stream === names[n])).toBe(true));
      }
    });

    it('names the streams that begin with a text, in order', async () => {
      for (const stream of ['register-b-2', 'register-a-1', 'submission-a', 'register-a-2', 'register-a', 'register_a'])
        await store.append(stream, 0, events(2));
      expect(await other.streams('register-a-')).toEqual(['register-a-1', 'register-a-2']);
      expect(await other.streams('register-a')).toEqual(['register-a', 'register-a-1', 'register-a-2']);
      expect(await store.streams('none')).toEqual([]);
      expect(await store.streams('')).toHaveLength(6);
    });

    it('names no stream that nothing was written to', async () => {
      await store.append('register-a', 0, events(1));
      const inVain = [
        store.append('register-b', 1, events(1)), // It is not there.
        store.append('register-c', 0, [event({ text: 'x'.repeat(300_000) })]), // Too large.
        store.appendMany([{ stream: 'register-a', expected: 0, events: events(1) }]), // It is there already.
      ];
      for (const { status } of await Promise.allSettled(inVain)) expect(status).toBe('rejected');
      await store.append('register-d', 0, []);
      expect(await other.streams('register')).toEqual(['register-a']);
    });

    it('gives the whole log in one order, page by page', async () => {
      for (let n = 0; n < 4; n++)
        for (const stream of ['register-a', 'submission-b']) await (n % 2 ? other : store).append(stream, n, events(1));
      const whole = await all();
      expect(whole.map(({ stream, version }) => `${stream} ${version}`)).toEqual(
        [1, 2, 3, 4].flatMap((version) => [`register-a ${version}`, `submission-b ${version}`]),
      );
      const paged: StoredEvent[] = [];
      for (let page = await store.readAll(BEGINNING, 3); page.length > 0; page = await store.readAll(paged.at(-1)!.position, 3)) {
        expect(page.length).toBeLessThanOrEqual(3);
        paged.push(...page);
      }
      expect(paged).toEqual(whole);
    });

    it('gives positions that sort as text in the order of the log', async () => {
      await store.appendMany(Array.from({ length: 12 }, (_, n) => ({ stream: `register-${n}`, expected: 0, events: events(10) })));
      const positions = (await all()).map(({ position }) => position);
      expect(positions).toHaveLength(120);
      expect([...new Set([BEGINNING, ...positions])].sort()).toEqual([BEGINNING, ...positions]);
      expect(await store.end()).toBe(positions.at(-1));
      expect(await store.lastRecordedAt()).toBe((await all()).at(-1)!.recordedAt);
    });

    it('gives and counts the events of some categories, to the limit, in the order of the log', async () => {
      for (const stream of ['register-a', 'calendar', 'submission-a', 'register-b', 'submission-b', 'calendar-c'])
        await store.append(stream, 0, events(2));
      const streams = async (limit: number, ...categories: string[]): Promise<string[]> =>
        (await store.readAll(BEGINNING, limit, categories)).map(({ stream }) => stream);
      expect(await streams(10, 'submission')).toEqual(['submission-a', 'submission-a', 'submission-b', 'submission-b']);
      expect(await streams(5, 'submission', 'calendar')).toEqual(['calendar', 'calendar', 'submission-a', 'submission-a', 'submission-b']);
      expect(await streams(3, 'none', 'register')).toEqual(['register-a', 'register-a', 'register-b']);
      expect(await streams(3, 'none')).toEqual([]);
      expect(await streams(100)).toHaveLength(12); // None named: all.
      const { position } = (await all())[4]!;
      expect(await store.countAfter(position, ['submission', 'none'])).toBe(3);
      expect(await store.countAfter(position, ['register', 'calendar'])).toBe(4);
      expect(await store.countAfter(position)).toBe(7);
    });

    it('says that an empty log ends where it begins', async () => {
      expect([await store.end(), await store.countAfter(BEGINNING), await all()]).toEqual([BEGINNING, 0, []]);
      expect(await store.lastRecordedAt()).toBeNull();
    });
  });
}
