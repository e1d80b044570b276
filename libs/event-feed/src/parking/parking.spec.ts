import { setTimeout } from 'node:timers/promises';
import { NotJson, type StoredEvent, TooLarge } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { canNeverSucceed, RuleError, Undecodable } from '../never-succeeds.js';
import type { Parking } from '../reader.js';
import { aHouse, busy, type House, type SetClock, Totals } from '../testing/house.js';

const inMemory = (clock: SetClock): [SqliteEventStore, SqliteReadStore] => [
  new SqliteEventStore(':memory:', clock),
  new SqliteReadStore(':memory:'),
];

/** Cannot apply a 13. */
function superstitious(): Totals {
  const totals = new Totals();
  totals.onEvent = ({ data }) => {
    if ((data as { add: number }).add === 13) throw new RuleError('Thirteen!');
  };
  return totals;
}

const parkedIn = async (house: House) => (await house.progress.parked({}, { limit: 1_000 })).items;

describe('a poisoned event', () => {
  let house: House;
  beforeEach(async () => (house = await aHouse(inMemory)));
  afterEach(() => house.close());

  it('parks its own stream and no other, and says so', async () => {
    await house.append('count-a', 1);
    await house.append('count-b', 2, 13, 100);
    await house.append('count-c', 3);
    const feed = await house.start(superstitious());
    expect(await house.caughtUp()).toBe(true);
    await house.append('count-b', 100);
    await house.append('count-a', 4);
    await house.caughtUp();
    expect(await house.totals()).toEqual({ 'count-a': 5, 'count-b': 2, 'count-c': 3 });
    expect(await feed.lags()).toMatchObject([{ parked: 1, events: 0, state: 'running' }]);
    const since = house.clock.now().toISOString();
    const parked = { reader: 'totals', stream: 'count-b', version: 2, error: 'RuleError: Thirteen!', scope: '', discarded: null, since };
    expect(await parkedIn(house)).toMatchObject([parked]);
    expect(await house.progress.parked({ reader: 'others' }, { limit: 10 })).toEqual({ items: [], next: null });
  });

  it('stays parked after a restart', async () => {
    await house.append('count-b', 13);
    const feed = await house.start(superstitious());
    await house.caughtUp();
    await feed.stop();
    await house.append('count-b', 1);
    await house.append('count-a', 1);
    await house.start(superstitious());
    await house.caughtUp();
    expect(await house.totals()).toEqual({ 'count-a': 1 });
  });

  it('leaves nothing of a half-applied batch in the memory of its reader', async () => {
    await house.append('count-a', 1, 1);
    await house.append('count-b', 13);
    await house.append('count-a', 1);
    await house.start(superstitious());
    await house.caughtUp();
    expect(await house.totals()).toEqual({ 'count-a': 3 });
  });

  it('leaves nothing of itself in the memory of its reader', async () => {
    class Grand extends Totals {
      private sum = 0;
      override async reset() {
        this.sum = (await house.documents.get<{ sum: number }>('totals', 'all'))?.sum ?? 0;
      }
      override async apply(events: readonly StoredEvent[]) {
        for (const { data } of events) this.sum += (data as { add: number }).add;
        if (events.some(({ data }) => (data as { add: number }).add === 13)) throw new RuleError('Thirteen!');
        return { puts: [{ collection: 'totals', id: 'all', body: { id: 'all', sum: this.sum } }] };
      }
    }
    await house.append('count-a', 1);
    await house.append('count-b', 13);
    await house.append('count-c', 5);
    await house.start(new Grand());
    await house.caughtUp();
    expect(await house.totals()).toEqual({ all: 6 });
  });

  it('is not parked any more after a rebuild that a later version began and an earlier one ended', async () => {
    await house.append('count-b', 13);
    const first = await house.start(superstitious());
    await house.caughtUp();
    await first.stop();
    house.fault = ({ removes }) => (removes?.length ? busy() : undefined);
    const later = await house.start(new Totals(2), { retry: { firstMs: 60_000, longestMs: 60_000 } });
    expect(await later.caughtUp(await house.events.end(), 30)).toBe(false);
    await later.stop();
    house.fault = () => undefined;
    await house.start(new Totals());
    await house.caughtUp();
    expect(await house.totals()).toEqual({ 'count-b': 13 });
  });

  it('is looked for again when the store fails in the middle of the search', async () => {
    await house.append('count-b', 1, 13);
    await house.append('count-a', 2);
    let faults = 2;
    house.fault = ({ puts }) => (puts.some(({ collection }) => collection === 'parked') && faults-- > 0 ? busy() : undefined);
    await house.start(superstitious(), { retry: { firstMs: 1, longestMs: 10_000 } });
    expect(await house.caughtUp()).toBe(true);
    expect(await house.totals()).toEqual({ 'count-a': 2, 'count-b': 1 });
  });
});

describe('what is parked (design 5: lists take limit and cursor)', () => {
  const MANY = 1_201;
  let house: House;
  beforeAll(async () => {
    house = await aHouse(inMemory);
    for (let i = 0; i < MANY; i++) await house.append(`count-${String(i).padStart(4, '0')}`, 13);
    await house.start(superstitious());
    await house.caughtUp();
  }, 60_000);
  afterAll(() => house.close());

  it('is listed page by page, each item once, however many there are', async () => {
    const streams: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { items, next } = await house.progress.parked({}, { limit: 500, cursor });
      streams.push(...items.map(({ stream }) => stream));
      if (next === null) break;
      cursor = next;
    }
    expect([streams.length, new Set(streams).size]).toEqual([MANY, MANY]);
  });

  it('is counted in the lags, however many there are', async () =>
    expect(await house.progress.lags()).toMatchObject([{ reader: 'totals', parked: MANY }]));
});

describe('a reader that parks for itself', () => {
  /** Names a stream of its own choosing, such as a register behind a submission. */
  class Particular extends Totals {
    failsAfterwards = false;
    readonly seen: boolean[] = [];
    override async apply(events: readonly StoredEvent[], parking: Parking) {
      this.seen.push(parking.isParked('register-x'));
      parking.park({ stream: 'register-x', version: 4, position: events[0]!.position }, new Error('Torn.'));
      parking.park({ stream: 'register-x', version: 9, position: events[0]!.position }, new Error('Later.'));
      this.seen.push(parking.isParked('register-x'));
      if (this.failsAfterwards) throw new RuleError('And broken.');
      return super.apply(events);
    }
  }

  it('sets aside the stream it names, with its work, and is told of it from then on', async () => {
    const house = await aHouse(inMemory);
    const reader = new Particular();
    await house.append('count-a', 1);
    await house.start(reader);
    await house.caughtUp();
    await house.append('count-a', 2);
    await house.caughtUp();
    expect(reader.seen).toEqual([false, true, true, true]);
    expect(await parkedIn(house)).toMatchObject([{ stream: 'register-x', version: 4, error: 'Error: Torn.' }]);
    expect(await house.totals()).toEqual({ 'count-a': 3 });
    await house.close();
  });

  it('sets nothing aside when it fails afterwards', async () => {
    const house = await aHouse(inMemory);
    const reader = new Particular();
    reader.failsAfterwards = true;
    await house.append('count-a', 1);
    await house.start(reader);
    await house.caughtUp();
    expect((await parkedIn(house)).map(({ stream }) => stream)).toEqual(['count-a']);
    await house.close();
  });
});

describe('an error that nobody has thought of', () => {
  it('is tried again until it passes, and shows: it parks nothing', async () => {
    const house = await aHouse(inMemory);
    const totals = new Totals();
    let faults = 3;
    totals.onEvent = ({ stream }) => {
      if (stream === 'count-b' && faults-- > 0) throw new Error('Unheard of.');
    };
    await house.append('count-a', 1);
    await house.append('count-b', 2);
    const warned: string[] = [];
    const feed = await house.start(totals, { retry: { firstMs: 30, longestMs: 10_000 } }, (text) => warned.push(text));
    while ((await feed.lags())[0]!.state !== 'failing') await setTimeout(1);
    expect(await feed.lags()).toMatchObject([{ parked: 0, fault: 'Error: Unheard of.' }]);
    expect(await house.caughtUp()).toBe(true);
    expect(await house.totals()).toEqual({ 'count-a': 1, 'count-b': 2 });
    expect(await parkedIn(house)).toEqual([]);
    expect(warned).toEqual(['totals fails and tries again: Error: Unheard of.']);
    await house.close();
  });

  it.each([
    { error: new RuleError('no'), never: true },
    { error: new Undecodable('no'), never: true },
    { error: new RangeError('Invalid count value: -1'), never: true },
    { error: new NotJson('a number'), never: true },
    { error: new TooLarge('breach-a', 2, 1), never: true },
    { error: new TypeError('fetch failed', { cause: new Error('ECONNRESET') }), never: false },
    { error: Object.assign(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' }), never: false },
    { error: new TypeError('The database connection is not open'), never: false },
    { error: new Error('anything else'), never: false },
  ])('$error.name, $error.message: can never succeed is $never', ({ error, never }) => expect(canNeverSucceed(error)).toBe(never));
});
