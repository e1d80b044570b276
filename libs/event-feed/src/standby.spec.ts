import { setTimeout } from 'node:timers/promises';
import type { StoredEvent } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { EventFeed } from './event-feed.js';
import { DocumentLeases, LEASE_TERMS } from './lease/document-leases.js';
import { aHouse, busy, type House, Totals } from './testing/house.js';
import { SetTime } from './testing/set-time.js';
import { until } from './until.js';

const { ttlMs, renewMs } = LEASE_TERMS;
const PACE = { standbyMs: 5, lookMs: 5, retry: { firstMs: 1, longestMs: 10_000 } };

/** A process with the readers in it, on stores that it shares with others. */
class Instance {
  readonly time = new SetTime();
  readonly leases: DocumentLeases;
  readonly feed: EventFeed;

  constructor(
    house: House,
    name: string,
    readonly totals = new Totals(),
  ) {
    this.leases = new DocumentLeases(house.documents, name, LEASE_TERMS, this.time);
    totals.over(house.documents);
    this.feed = new EventFeed(house.events, house.documents, house.clock, { pace: PACE, leases: this.leases });
  }

  async start(): Promise<this> {
    await this.feed.start([this.totals]);
    return this;
  }

  async state(): Promise<string> {
    return (await this.feed.lags())[0]!.state;
  }

  is(state: string): Promise<boolean> {
    return until(async () => (await this.state()) === state, 2_000, 2);
  }

  async caughtUp(house: House): Promise<boolean> {
    return this.feed.caughtUp(await house.events.end(), 2_000);
  }
}

describe('instances of one reader', () => {
  let house: House;
  const running: Instance[] = [];
  const start = async (name: string, totals = new Totals()): Promise<Instance> => {
    const instance = await new Instance(house, name, totals).start();
    running.push(instance);
    return instance;
  };
  /** Lets an instance's silence be seen for as long as a lease lasts. */
  const takeOver = async (by: Instance): Promise<boolean> => {
    for (let left = ttlMs + 1_000; left > 0; left -= 1_000) {
      await setTimeout(8);
      await by.time.pass(1_000);
    }
    return by.is('running');
  };
  beforeEach(async () => (house = await aHouse((clock) => [new SqliteEventStore(':memory:', clock), new SqliteReadStore(':memory:')])));
  afterEach(async () => {
    for (const { feed } of running.splice(0)) await feed.stop();
    await house.close();
  });

  it('are one that works and others that stand by, and know how far it is', async () => {
    const a = await start('a');
    const b = await start('b');
    await house.append('count-a', 1, 2);
    expect(await a.caughtUp(house)).toBe(true);
    expect(await b.caughtUp(house)).toBe(true);
    expect([await a.state(), await b.state()]).toEqual(['running', 'standby']);
    expect([a.totals.applied, b.totals.applied]).toEqual([2, 0]);
    expect(await b.feed.lags()).toMatchObject([{ events: 0, parked: 0 }]);
    expect(await house.progress.lags()).toMatchObject([{ state: 'running' }]);
  });

  it('change over at once when the active one stops', async () => {
    const a = await start('a');
    const b = await start('b');
    await house.append('count-a', 1);
    await a.caughtUp(house);
    await a.feed.stop();
    await house.append('count-a', 2);
    expect(await b.is('running')).toBe(true);
    expect(await b.caughtUp(house)).toBe(true);
    expect(b.totals.applied).toBe(1);
    expect(await house.totals()).toEqual({ 'count-a': 3 });
  });

  it('change over when the active one hangs, and when it wakes its half-done batch changes nothing', async () => {
    const gate = Promise.withResolvers<void>();
    const hanging = new Totals();
    hanging.onEvent = () => gate.promise;
    const a = await start('a', hanging);
    const b = await start('b');
    await house.append('count-a', 1);
    expect(await b.is('standby')).toBe(true);
    expect(await takeOver(b)).toBe(true);
    expect(await b.caughtUp(house)).toBe(true);
    gate.resolve();
    await a.time.pass(ttlMs, { frozen: true });
    expect(await a.is('standby')).toBe(true);
    await house.append('count-a', 2);
    expect(await b.caughtUp(house)).toBe(true);
    expect(await house.totals()).toEqual({ 'count-a': 3 });
  });

  it('forget what they hold when they lose their turn, and take it again from where the other left off', async () => {
    const a = await start('a');
    const b = await start('b');
    await house.append('count-a', 1);
    await a.caughtUp(house);
    await b.is('standby');
    await takeOver(b);
    await a.time.pass(renewMs);
    expect(await a.is('standby')).toBe(true);
    await house.append('count-a', 10);
    await b.caughtUp(house);
    await b.feed.stop();
    expect(await a.is('running')).toBe(true);
    await house.append('count-a', 100);
    await a.caughtUp(house);
    expect(await house.totals()).toEqual({ 'count-a': 111 });
    expect(a.totals.applied + b.totals.applied).toBe(3);
  });

  it('rebuild where the work is done, also when a standby is asked', async () => {
    const a = await start('a');
    const b = await start('b');
    await house.append('count-a', 1, 2);
    await a.caughtUp(house);
    await house.documents.write({ puts: [{ collection: 'totals', id: 'stale', body: { id: 'stale', sum: 1, version: 1 } }] });
    await b.is('standby');
    await Promise.all([b.feed.rebuild('totals'), b.feed.rebuild()]);
    expect(await a.caughtUp(house)).toBe(true);
    await until(async () => a.totals.applied >= 4, 1_000, 2);
    expect([await house.totals(), b.totals.applied]).toEqual([{ 'count-a': 3 }, 0]);
    expect(await a.state()).toBe('running');
  });

  it('rebuild after a change-over what was asked of a standby before it', async () => {
    const a = await start('a');
    const b = await start('b');
    await house.append('count-a', 1, 2);
    await a.caughtUp(house);
    await b.is('standby');
    a.totals.onEvent = () => new Promise(() => undefined);
    await house.append('count-a', 3);
    await setTimeout(10);
    const rebuilt = b.feed.rebuild();
    expect(await takeOver(b)).toBe(true);
    await rebuilt;
    expect(await b.caughtUp(house)).toBe(true);
    expect([b.totals.applied, await house.totals()]).toEqual([3, { 'count-a': 6 }]);
    running.splice(running.indexOf(a), 1); // It hangs for good.
  });

  it('rebuild what one that slept in the middle of a rebuild drops when it wakes', async () => {
    const a = await start('a');
    const b = await start('b');
    await house.append('count-a', 1, 2);
    await a.caughtUp(house);
    await b.is('standby');
    const gate = Promise.withResolvers<void>();
    const drop = house.documents.drop.bind(house.documents);
    house.documents.drop = async (...what) => {
      house.documents.drop = drop;
      await gate.promise;
      await drop(...what);
    };
    const asleep = a.feed.rebuild();
    await setTimeout(10);
    expect(await takeOver(b)).toBe(true);
    await b.caughtUp(house);
    await a.time.pass(ttlMs, { frozen: true });
    gate.resolve();
    await asleep;
    await house.append('count-b', 5);
    await until(async () => Object.keys(await house.totals()).length === 2, 2_000, 2);
    expect(await house.totals()).toEqual({ 'count-a': 3, 'count-b': 5 });
  });

  it('say that they are failing when the read store is not there, active or not', async () => {
    const a = await start('a');
    const b = await start('b');
    await b.is('standby');
    const get = house.documents.get.bind(house.documents);
    house.documents.get = async () => {
      throw busy();
    };
    expect(await Promise.all([a.is('failing'), b.is('failing')])).toEqual([true, true]);
    house.documents.get = get;
    expect(await Promise.all([a.is('running'), b.is('standby')])).toEqual([true, true]);
  });

  it('stop at once while they stand by', async () => {
    await start('a');
    const b = new Instance(house, 'b');
    await b.start();
    await b.feed.stop();
    expect(await b.state()).toBe('stopped');
    const [{ state } = { state: '' }] = await house.progress.lags();
    expect(state).toBe('running');
  });

  it('read all categories when they name none', async () => {
    class All extends Totals {
      override readonly categories = [] as unknown as ['count'];
      override onEvent = ({ stream }: StoredEvent) => void seen.push(stream);
    }
    const seen: string[] = [];
    const a = await start('a', new All());
    await house.append('count-a', 1);
    await house.append('other-b', 2);
    expect(await a.caughtUp(house)).toBe(true);
    expect(seen).toEqual(['count-a', 'other-b']);
    expect(await house.progress.lags()).toMatchObject([{ events: 0 }]);
  });
});
