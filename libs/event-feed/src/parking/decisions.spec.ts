import { SqliteEventStore } from '#libs/event-store/sqlite';
import type { StoredEvent } from '#libs/event-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { RuleError } from '../never-succeeds.js';
import type { Parking, Retry, Work } from '../reader.js';
import { aHouse, busy, House, type SetClock, Totals } from '../testing/house.js';
import { ParkedItems } from './parked-items.js';

const inMemory = (clock: SetClock): [SqliteEventStore, SqliteReadStore] => [
  new SqliteEventStore(':memory:', clock),
  new SqliteReadStore(':memory:'),
];
const B = { reader: 'totals', stream: 'count-b', scope: '' };
const MISTAKE = { why: 'Sent by mistake', by: 'Ann' };

/** Cannot apply what is in `poison`; remembers what it applied. */
class Poisoned extends Totals {
  readonly poison = new Set([13]);
  readonly seen: string[] = [];
  override readonly onEvent = ({ stream, version, data }: StoredEvent): void => {
    if (this.poison.has((data as { add: number }).add)) throw new RuleError('Poison!');
    this.seen.push(`${stream}#${version}`);
  };
}

describe('what is parked', () => {
  let house: House;
  let items: ParkedItems;
  let totals: Poisoned;
  const parked = async (of = house) => (await of.progress.parked({}, { limit: 10 })).items;

  beforeEach(async () => {
    house = await aHouse(inMemory);
    items = new ParkedItems(house.events, house.documents, house.clock);
    totals = new Poisoned();
    await house.append('count-a', 1);
    await house.append('count-b', 2, 13, 100);
    await house.append('count-c', 3);
    await house.start(totals, { retry: { firstMs: 1, longestMs: 2 } });
    await house.caughtUp();
  });
  afterEach(() => house.close());

  describe('and discarded', () => {
    it('is an event in a stream of its own, with who and why, and counts no more', async () => {
      expect(await items.discard({ ...B, stream: 'count-c' }, MISTAKE)).toBeUndefined();
      expect(await items.discard(B, MISTAKE)).toMatchObject({ state: 'discarded' });
      const at = house.clock.now().toISOString();
      expect(await house.events.read({ stream: 'parking-totals' })).toMatchObject([
        { type: 'ParkedItemDiscarded', data: { v: 1, projection: 'totals', stream: 'count-b', scope: '', version: 2, ...MISTAKE, at } },
      ]);
      expect(await parked()).toMatchObject([{ ...B, state: 'discarded', discarded: { ...MISTAKE, at } }]);
      expect(await house.progress.lags()).toMatchObject([{ parked: 0, events: 0 }]);
    });

    it('asks nobody again when all read models are deleted: nothing is lost with a read model (design 4.9)', async () => {
      await items.discard(B, MISTAKE);
      const fresh = new House(house.clock, house.events, new SqliteReadStore(':memory:'));
      await fresh.documents.define(new Totals().collections);
      const feed = await fresh.start(new Poisoned());
      await fresh.caughtUp();
      expect(await parked(fresh)).toMatchObject([{ ...B, state: 'discarded', discarded: MISTAKE }]);
      expect(await feed.lags()).toMatchObject([{ parked: 0 }]);
      await feed.stop();
      await fresh.documents.close();
    });

    it('is asked about again when another event of its stream cannot be applied', async () => {
      await items.discard(B, MISTAKE);
      totals.poison.clear();
      totals.poison.add(100);
      expect(await items.retry(B, 'Ann')).toMatchObject({ state: 'parked' });
      expect(await parked()).toMatchObject([{ ...B, version: 3, state: 'parked', discarded: null }]);
      expect(await house.totals()).toEqual({ 'count-a': 1, 'count-b': 15, 'count-c': 3 });
    });

    it('twice is one decision', async () => {
      await items.discard(B, MISTAKE);
      expect(await items.discard(B, { why: 'Again', by: 'Bob' })).toMatchObject({ state: 'discarded' });
      expect(await house.events.read({ stream: 'parking-totals' })).toHaveLength(1);
    });
  });

  describe('and retried', () => {
    it('is applied again alone: nothing else is read again, and its stream goes on', async () => {
      totals.poison.clear();
      const before = totals.seen.length;
      expect(await items.retry(B, 'Ann')).toMatchObject({ state: 'applied' });
      expect(totals.seen.slice(before)).toEqual(['count-b#2', 'count-b#3']);
      await house.append('count-b', 1000);
      await house.caughtUp();
      expect(await house.totals()).toEqual({ 'count-a': 1, 'count-b': 1115, 'count-c': 3 });
      expect(await parked()).toEqual([]);
      expect(await house.events.read({ stream: 'parking-totals' })).toMatchObject([
        { type: 'ParkedItemRetried', data: { stream: 'count-b', by: 'Ann' } },
      ]);
    });

    it('stays parked while it cannot be applied, and is no more discarded', async () => {
      await items.discard(B, MISTAKE);
      expect(await items.retry(B, 'Ann')).toMatchObject({ state: 'parked' });
      expect(await house.progress.lags()).toMatchObject([{ parked: 1 }]);
      expect(await items.retry({ ...B, stream: 'count-c' }, 'Ann')).toBeUndefined();
    });

    it('is applied once when it is killed on the way', async () => {
      totals.poison.clear();
      let writes = 0;
      house.fault = ({ puts, removes = [] }) => ([...puts, ...removes].length > 0 && writes++ % 2 === 0 ? busy() : undefined);
      await items.retry(B, 'Ann');
      await house.caughtUp();
      house.fault = () => undefined;
      expect([await house.totals(), await parked()]).toEqual([{ 'count-a': 1, 'count-b': 115, 'count-c': 3 }, []]);
    });

    it('gives what a rebuild gives, wherever in the log people decided', async () => {
      await items.retry(B, 'Ann');
      await items.discard(B, MISTAKE);
      await house.append('count-b', 7);
      await house.caughtUp();
      const stood = [await house.totals(), await parked()];
      const feed = await house.restart(new Poisoned());
      await feed.rebuild();
      await house.caughtUp();
      expect([await house.totals(), await parked()]).toEqual(stood);
    });
  });

  describe('in part', () => {
    /** Parks the odd half of what it adds while it is told to; the even half is never parked. */
    class Halves extends Totals {
      fails = true;
      readonly retried: string[] = [];
      override async apply(events: readonly StoredEvent[], parking: Parking): Promise<Work> {
        for (const event of events) if (this.fails) parking.park(event, new RuleError('odd'), 'odd');
        return super.apply(events);
      }
      override async retry({ item, event }: Retry, parking: Parking): Promise<Work> {
        this.retried.push(`${event.stream}#${event.version}`);
        if (this.fails) parking.park(event, new RuleError('still odd'), item.scope);
        return { puts: [] };
      }
    }

    it('is applied again by its reader, with the event that it was parked by, and the other parts are left alone', async () => {
      const halves = new Halves();
      await house.restart(halves);
      await house.append('count-d', 1, 1);
      await house.append('count-e', 1);
      await house.caughtUp();
      const item = { reader: 'totals', stream: 'count-d', scope: 'odd' };
      const since = house.clock.now().toISOString();
      house.clock.ms += 60_000;
      expect(await items.retry(item, 'Ann')).toMatchObject({ state: 'parked' });
      expect((await parked()).find(({ stream }) => stream === 'count-d')).toMatchObject({ error: 'RuleError: still odd', since });
      halves.fails = false;
      expect(await items.retry(item, 'Ann')).toMatchObject({ state: 'applied' });
      expect(halves.retried).toEqual(['count-d#1', 'count-d#1']);
      // What succeeds in a scope is parked in it no more, of whichever stream.
      expect((await parked()).map(({ stream }) => stream)).toEqual(['count-b']);
      expect(await house.totals()).toMatchObject({ 'count-d': 2, 'count-e': 1 });
    });
  });
});
