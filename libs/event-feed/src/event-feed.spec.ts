import fc from 'fast-check';
import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { EventFeed } from './event-feed.js';
import { FeedProgress } from './feed-progress.js';
import { aHouse, busy, type House, type SetClock, Totals } from './testing/house.js';

const inMemory = (clock: SetClock): [SqliteEventStore, SqliteReadStore] => [
  new SqliteEventStore(':memory:', clock),
  new SqliteReadStore(':memory:'),
];

describe('an event feed', () => {
  let house: House;
  beforeEach(async () => (house = await aHouse(inMemory)));
  afterEach(() => house.close());

  it('applies what is there and what comes', async () => {
    await house.append('count-a', 1, 2);
    const feed = await house.start(new Totals());
    expect(await house.caughtUp()).toBe(true);
    await house.append('count-b', 5);
    await house.append('count-a', 10);
    expect(await house.caughtUp()).toBe(true);
    expect(await house.totals()).toEqual({ 'count-a': 13, 'count-b': 5 });
    expect(await feed.lags()).toMatchObject([{ reader: 'totals', events: 0, seconds: 0, parked: 0, state: 'running' }]);
  });

  it('applies once what a crash between apply and write brings again', async () => {
    await house.append('count-a', ...Array.from({ length: 30 }, () => 1));
    let writes = 0;
    house.fault = ({ puts }) => (puts.some(({ collection }) => collection === 'totals') && writes++ % 3 < 2 ? busy() : undefined);
    const totals = new Totals();
    await house.start(totals, { batchMax: 7, retry: { firstMs: 1, longestMs: 10_000 } });
    expect(await house.caughtUp()).toBe(true);
    expect(await house.totals()).toEqual({ 'count-a': 30 });
    expect(totals.applied).toBeGreaterThan(30);
  });

  it('goes on after a restart where it left off', async () => {
    await house.append('count-a', 1);
    const feed = await house.start(new Totals());
    await house.caughtUp();
    await feed.stop();
    await house.append('count-a', 2);
    const second = new Totals();
    await house.start(second);
    await house.caughtUp();
    expect(second.applied).toBe(1);
    expect(await house.totals()).toEqual({ 'count-a': 3 });
  });

  it('tries again after a fault of a store, says so, and parks nothing', async () => {
    await house.append('count-a', 1);
    const totals = new Totals();
    totals.onEvent = () => {
      throw busy();
    };
    const feed = await house.start(totals, { retry: { firstMs: 5, longestMs: 10_000 } });
    expect(await feed.caughtUp(await house.events.end(), 60)).toBe(false);
    expect(await feed.lags()).toMatchObject([{ state: 'failing', parked: 0, events: 1, fault: expect.stringContaining('locked') }]);
    expect(await house.progress.lags()).toMatchObject([{ state: 'failing', fault: expect.stringContaining('locked') }]);
    totals.onEvent = () => undefined;
    expect(await house.caughtUp()).toBe(true);
    expect(await house.totals()).toEqual({ 'count-a': 1 });
    expect(await feed.lags()).toMatchObject([{ state: 'running', parked: 0 }]);
  });

  it('rebuilds to what was there before, once asked and once for a new stamp', async () => {
    await house.append('count-a', ...Array.from({ length: 40 }, (_, i) => i));
    await house.append('count-b', 5, 6);
    const feed = await house.start(new Totals(), { batchMax: 9 });
    await house.caughtUp();
    const original = await house.documentsOf();
    await feed.rebuild();
    await house.caughtUp();
    expect(await house.documentsOf()).toEqual(original);
    await feed.stop();

    await house.documents.write({ puts: [{ collection: 'totals', id: 'stale', body: { sum: 1, version: 1 } }] });
    const renewed = new Totals(2);
    const again = await house.start(renewed);
    await house.caughtUp();
    expect(renewed.applied).toBe(42);
    expect(await house.documentsOf()).toEqual(original);
    await again.stop();
    await house.start(new Totals(2));
    await house.caughtUp();
    expect(renewed.applied).toBe(42);
  });

  it('finishes a rebuild that was broken off between its drop and its new stamp', async () => {
    await house.append('count-a', 1, 2);
    const feed = await house.start(new Totals(), { retry: { firstMs: 5, longestMs: 10_000 } });
    await house.caughtUp();
    let faults = 1;
    house.fault = ({ puts }) => (isEntryWithStamp(puts[0]?.body) && faults-- > 0 ? busy() : undefined);
    await feed.rebuild('totals');
    expect(await house.caughtUp()).toBe(true);
    expect(faults).toBeLessThan(1);
    expect(await house.totals()).toEqual({ 'count-a': 3 });
  });

  it('ends after the batch in hand, and the rest follows at the next start', async () => {
    await house.append('count-a', ...Array.from({ length: 20 }, () => 1));
    const slow = new Totals();
    const inHand = Promise.withResolvers<void>();
    slow.onEvent = async () => {
      inHand.resolve();
      await setTimeout(5);
    };
    const feed = await house.start(slow, { batchMax: 4 });
    await inHand.promise;
    await feed.stop();
    expect(await house.totals()).toEqual({ 'count-a': 4 });
    expect(await feed.lags()).toMatchObject([{ state: 'stopped', events: 16 }]);
    expect(await house.progress.lags()).toMatchObject([{ state: 'stopped', events: 16 }]);
    await house.start(new Totals());
    await house.caughtUp();
    expect(await house.totals()).toEqual({ 'count-a': 20 });
  });

  it('stops at once while it waits out a fault', async () => {
    await house.append('count-a', 1);
    house.fault = ({ checkpoint, puts }) => (checkpoint && puts.length > 0 ? busy() : undefined);
    const feed = await house.start(new Totals(), { retry: { firstMs: 60_000, longestMs: 60_000 } });
    await setTimeout(20);
    await feed.stop();
    house.fault = () => undefined;
  });

  it('measures its lag in events and seconds against the end of the log', async () => {
    const totals = new Totals();
    const gate = Promise.withResolvers<void>();
    totals.onEvent = () => gate.promise;
    await house.append('count-a', 1, 2);
    house.clock.ms += 3_000;
    await house.append('count-b', 3);
    await house.append('other-x', 4);
    house.clock.ms += 2_000;
    const feed = await house.start(totals);
    await setTimeout(10);
    expect(await feed.lags()).toMatchObject([{ events: 3, seconds: 5 }]);
    gate.resolve();
    await house.caughtUp();
    expect(await feed.lags()).toMatchObject([{ events: 0, seconds: 0 }]);
  });

  it('passes positions of events that are not its own, and soon records that, without a write for each', async () => {
    await house.start(new Totals());
    await house.caughtUp();
    const before = house.writes;
    for (let i = 0; i < 20; i++) {
      await house.append('other-x', i);
      await setTimeout(1);
    }
    const end = await house.events.end();
    expect(await house.progress.waitFor(['totals'], end, 500)).toBe(true);
    expect(house.writes - before).toBeLessThan(6);
    expect(await house.progress.waitFor(['nobody'], end, 30)).toBe(false);
  });

  it('gives each reader its own speed', async () => {
    const stuck = new (class extends Totals {
      override readonly name = 'stuck';
      override readonly collections = [{ name: 'stuck', fields: [] }];
      override apply(): Promise<never> {
        return this.gate.promise;
      }
      readonly gate = Promise.withResolvers<never>();
    })();
    await house.append('count-a', 1);
    const feed = new EventFeed(house.events, house.documents, house.clock);
    await feed.start([stuck, new Totals()]);
    expect(await feed.caughtUp(await house.events.end(), 500, ['totals'])).toBe(true);
    expect(await feed.caughtUp(await house.events.end(), 20)).toBe(false);
    stuck.gate.reject(busy());
    await feed.stop();
  });

  it('asks a reader no more at once than it says', async () => {
    const sizes: number[] = [];
    class Careful extends Totals {
      override readonly batchMax = 3;
      override apply(events: readonly StoredEvent[]) {
        sizes.push(events.length);
        return super.apply(events);
      }
    }
    await house.append('count-a', 1, 2, 3, 4, 5, 6, 7);
    await house.start(new Careful());
    await house.caughtUp();
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('refuses to run two readers of one name, to start twice, and to rebuild what does not run', async () => {
    const feed = await house.start(new Totals());
    await expect(feed.start([])).rejects.toThrow('already');
    await expect(feed.rebuild('nobody')).rejects.toThrow('nobody');
    await expect(new EventFeed(house.events, house.documents, house.clock).start([new Totals(), new Totals()])).rejects.toThrow('one name');
  });

  it('shows no readers where none ever ran', async () => {
    const empty = new SqliteReadStore(':memory:');
    const progress = new FeedProgress(house.events, empty, house.clock);
    expect(await progress.lags()).toEqual([]);
    expect(await progress.parked({}, { limit: 10 })).toEqual({ items: [], next: null });
    expect(await progress.reached('totals', '')).toBe(false);
    await empty.close();
  });

  it('keeps documents equal to the log under seeded faults of writing', () => keepsTotals(house));
});

const isEntryWithStamp = (body: object | undefined) => body !== undefined && 'stamp' in body && body.stamp !== null;

/** Property: whatever writes fail, the totals end as the log has them. */
async function keepsTotals(house: House): Promise<void> {
  const additions = fc.array(fc.record({ stream: fc.constantFrom('count-a', 'count-b', 'count-c'), add: fc.nat(99) }), { maxLength: 20 });
  const expected: Record<string, number> = {};
  await house.start(new Totals(), { batchMax: 3, retry: { firstMs: 1, longestMs: 2 } });
  await fc.assert(
    fc.asyncProperty(additions, fc.infiniteStream(fc.boolean()), async (all, fails) => {
      house.fault = () => (fails.next().value ? busy() : undefined);
      for (const { stream, add } of all) {
        await house.append(stream, add);
        expected[stream] = (expected[stream] ?? 0) + add;
      }
      expect(await house.caughtUp()).toBe(true);
      house.fault = () => undefined;
      expect(await house.totals()).toEqual(expected);
    }),
    { numRuns: 15 },
  );
}
