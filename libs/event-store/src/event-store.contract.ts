import { randomUUID } from 'node:crypto';
import { event, events, idsOf, readingContract } from './event-store-reading.contract.js';
import {
  APPEND_BYTES_MAX,
  type Appended,
  BEGINNING,
  EVENT_BYTES_MAX,
  type EventStore,
  type NewEvent,
  type StoredEvent,
  type Subscription,
  TooLarge,
  WrongVersion,
} from './event-store.js';

/** An event whose data is that many bytes of JSON. */
const eventOf = (bytes: number, letter = 'x'): NewEvent =>
  event({ t: letter.repeat((bytes - '{"t":""}'.length) / Buffer.byteLength(letter)) });
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((fault: unknown) => fault);

const figures = {
  v: 1,
  submission: 's-1',
  place: 'Ynys Môn · 東京 · 🏴󠁧󠁢󠁷󠁬󠁳󠁿 "quoted" \\ \n\u0000 ~ ~~',
  cells: [
    {
      period: 'M2020-05',
      value: [41, null, 0.1, 1e-7, 123456.789012, -2.5, 0, null, 9007199254740992, -9007199254740992],
      status: 'final',
    },
    {
      period: 'M2020-06',
      value: Array.from({ length: 100 }, (_, i) => (i % 7 === 0 ? null : i / 10)),
      row: [
        [1, 1],
        [[null, 2.5], []],
      ],
    },
  ],
  areas: Array.from({ length: 40 }, (_, i) => String(i).padStart(2, '0')),
  status: Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? 'suppressed:small' : '~')),
  odd: { constructor: 1, ['']: null, 7: [true, false, null], empty: {}, none: [] },
};

/**
 * What every event store promises, as tests. `open` gives an empty store each time; `another` a second instance
 * on the data of the first, which is the first itself where nobody else can have it. The tests close them all.
 */
export function eventStoreContract(
  name: string,
  open: () => Promise<EventStore>,
  another: (store: EventStore) => Promise<EventStore> = async (store) => store,
): void {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    let other: EventStore;

    beforeEach(async () => {
      store = await open();
      other = await another(store);
    });
    afterEach(async () => {
      await store.close();
      if (other !== store) await other.close();
    });

    const all = (): Promise<StoredEvent[]> => store.readAll(BEGINNING, 1000);

    describe('appending', () => {
      it('gives back what was appended, to the last digit and letter', async () => {
        const appended = event(figures);
        await store.append('register-a', 0, [appended]);
        const [stored] = await other.read({ stream: 'register-a' });
        expect(stored).toEqual({
          ...appended,
          stream: 'register-a',
          version: 1,
          position: expect.any(String),
          recordedAt: expect.any(String),
        });
        expect(new Date(stored!.recordedAt).toISOString()).toBe(stored!.recordedAt);
      });

      it('numbers the events of a stream from 1 and says where it ends', async () => {
        expect(await store.append('register-a', 0, events(3))).toEqual({ version: 3, position: await store.end() });
        expect(await store.append('register-a', 3, events(1))).toEqual({ version: 4, position: await store.end() });
        expect((await store.read({ stream: 'register-a' })).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
      });

      it.each([
        ['behind', 1],
        ['ahead', 3],
      ])('throws WrongVersion with its numbers for a writer that is %s, and writes nothing', async (_, expected) => {
        await store.append('register-a', 0, events(2));
        const fault = await outcome(store.append('register-a', expected, events(2)));
        expect(fault).toBeInstanceOf(WrongVersion);
        expect(fault).toMatchObject({ stream: 'register-a', expected, actual: 2 });
        expect(await all()).toHaveLength(2);
      });

      it('throws WrongVersion for a stream that does not exist where one is expected', async () => {
        expect(await outcome(store.append('register-a', 1, events(1)))).toEqual(new WrongVersion('register-a', 1, 0));
        expect(await store.versions(['register-a'])).toEqual([0]);
      });

      it('lets one of two racing writers win and writes nothing for the other', async () => {
        const [mine, theirs] = [events(2), events(2)];
        const writes = await Promise.allSettled([store.append('register-a', 0, mine), other.append('register-a', 0, theirs)]);
        expect(writes.filter(({ status }) => status === 'rejected').map((lost) => (lost as PromiseRejectedResult).reason)).toEqual([
          new WrongVersion('register-a', 0, 2),
        ]);
        expect(idsOf(await all())).toEqual(idsOf(writes[0].status === 'fulfilled' ? mine : theirs));
      });

      it('loses nothing of writers that read again and retry', async () => {
        const write = async (at: EventStore): Promise<void> => {
          for (let written = 0; written < 10;) {
            const [version] = await at.versions(['register-a']);
            const fault = await outcome(at.append('register-a', version!, events(1)));
            if (!(fault instanceof WrongVersion)) written++;
          }
        };
        await Promise.all([write(store), write(other), write(store)]);
        expect((await store.read({ stream: 'register-a' })).map(({ version }) => version)).toEqual(
          Array.from({ length: 30 }, (_, i) => i + 1),
        );
      });

      it('writes nothing for the same ids again, and answers as the first time', async () => {
        const [first, second] = [events(2), events(2)];
        const appended: Appended = await store.append('register-a', 0, first);
        await store.append('register-a', 2, second);
        expect(await other.append('register-a', 0, first)).toEqual(appended);
        expect(idsOf(await all())).toEqual(idsOf([...first, ...second]));
      });

      it('does not take some of the ids, or more of them, for the same', async () => {
        const first = events(2);
        await store.append('register-a', 0, first);
        for (const changed of [
          [...first, event()],
          [first[0]!, event()],
          [first[1]!, first[0]!],
        ])
          expect(await outcome(store.append('register-a', 0, changed))).toEqual(new WrongVersion('register-a', 0, 2));
        expect(await all()).toHaveLength(2);
      });
    });

    describe('bounds', () => {
      it.each(['x', 'é'])('takes an event of just the bytes allowed, in letters like %s', async (letter) => {
        await store.append('register-a', 0, [eventOf(EVENT_BYTES_MAX, letter)]);
        expect(await all()).toHaveLength(1);
      });

      it.each([
        ['an event', [eventOf(EVENT_BYTES_MAX + 1)], EVENT_BYTES_MAX + 1, EVENT_BYTES_MAX],
        ['an append', [1, 2, 3, 4].map(() => eventOf(APPEND_BYTES_MAX / 4 + 1)), APPEND_BYTES_MAX + 4, APPEND_BYTES_MAX],
      ])('throws TooLarge with its numbers for %s beyond them, and writes nothing', async (_, large, bytes, bytesMax) => {
        const faults = [
          outcome(store.append('register-a', 0, large)),
          outcome(store.appendMany([{ stream: 'register-a', expected: 0, events: large }])),
        ];
        for (const fault of await Promise.all(faults)) {
          expect(fault).toBeInstanceOf(TooLarge);
          expect(fault).toMatchObject({ stream: 'register-a', bytes, bytesMax });
        }
        expect(await all()).toEqual([]);
      });

      it('counts numbers as they are written, not as they may be kept', async () => {
        const columns = (rows: number): object => ({ value: Array.from({ length: rows }, () => 0.123456789) }); // 11 bytes each, and a comma.
        const fitting = Math.floor(EVENT_BYTES_MAX / 12) - 1;
        await store.append('register-a', 0, [event(columns(fitting))]);
        expect(await outcome(store.append('register-a', 1, [event(columns(fitting + 2))]))).toBeInstanceOf(TooLarge);
      });
    });

    describe('appending to many streams', () => {
      const appends = (count: number) =>
        Array.from({ length: count }, (_, n) => ({ stream: `register-${n}`, expected: 0, events: events(2) }));

      it('writes all, however many, and says where each ends', async () => {
        const many = appends(1200);
        const appended = await store.appendMany(many);
        expect(appended.map(({ version }) => version)).toEqual(many.map(() => 2));
        const read = await other.readMany(many);
        expect(read.map(idsOf)).toEqual(many.map((append) => idsOf(append.events)));
        expect(read.map((of) => of.at(-1)!.position)).toEqual(appended.map(({ position }) => position));
      });

      it('writes nothing for the same ids again, and the rest', async () => {
        const [first, second, third] = appends(3);
        const appended = await store.appendMany([first!, third!]);
        const again = await store.appendMany([first!, second!, third!]);
        expect([again[0], again[2]]).toEqual(appended);
        expect(await all()).toHaveLength(6);
      });

      it('throws WrongVersion for a stream that is elsewhere, and leaves each stream whole or unwritten', async () => {
        const many = appends(5);
        await store.append('register-3', 0, events(1));
        expect(await outcome(store.appendMany(many))).toEqual(new WrongVersion('register-3', 0, 1));
        const [, , , elsewhere, ...others] = await store.versions([...many.map(({ stream }) => stream)]);
        expect(elsewhere).toBe(1);
        for (const version of others) expect([0, 2]).toContain(version);
      });

      it('does nothing for none', async () => {
        expect(await store.appendMany([])).toEqual([]);
      });
    });

    readingContract(() => ({ store, other }));

    describe('listening', () => {
      it('brings news of an append by any instance, until it is stopped', async () => {
        let calls = 0;
        let subscription = store.listen(() => calls++);
        for (const writer of [store, other]) {
          const news = new Promise<void>((heard) => store.listen(heard));
          await writer.append(`register-${randomUUID()}`, 0, events(1));
          await news;
        }
        await subscription.stop();
        const before = calls;
        expect(before).toBeGreaterThan(0);
        const heard = new Promise<void>((resolve) => (subscription = store.listen(resolve)));
        await other.append('register-z', 0, events(1));
        await heard;
        await subscription.stop();
        expect(calls).toBe(before);
      });

      it('brings news of categories to who listens for them, whoever listens for others', async () => {
        const kinds = ['register', 'submission', 'breach'];
        const subscriptions: Subscription[] = [];
        for (const [i, kind] of [...kinds, ...kinds].entries()) {
          const news = new Promise<void>((heard) => subscriptions.push(store.listen(heard, i < 3 ? [kind] : [kind, 'register'])));
          await other.append(`${kind}-${randomUUID()}`, 0, events(1));
          await news;
        }
        for (const subscription of subscriptions) await subscription.stop();
      });
    });

    it('takes nothing more when closed', async () => {
      const closed = await open();
      await closed.append('register-a', 0, events(1));
      await closed.close();
      await expect(closed.append('register-a', 1, events(1))).rejects.toThrow();
      await expect(closed.read({ stream: 'register-a' })).rejects.toThrow();
    });
  });
}
