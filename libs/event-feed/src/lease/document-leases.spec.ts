import fc from 'fast-check';
import type { Batch } from '#libs/read-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { SetTime } from '../testing/set-time.js';
import { busy } from '../testing/house.js';
import { DocumentLeases, LEASE_TERMS } from './document-leases.js';
import type { LeaseDocument } from './lease-document.js';

const { ttlMs, renewMs, marginMs } = LEASE_TERMS;

/** An instance with a time of its own, hours away from any other's. */
class Instance {
  readonly leases: DocumentLeases;
  constructor(
    store: SqliteReadStore,
    name: string,
    readonly time = new SetTime(),
  ) {
    this.leases = new DocumentLeases(store, name, LEASE_TERMS, time);
  }
}

describe('leases in a read store', () => {
  let store: SqliteReadStore;
  let a: Instance;
  let b: Instance;
  beforeEach(() => {
    store = new SqliteReadStore(':memory:');
    a = new Instance(store, 'a', new SetTime(5 * 3_600_000));
    b = new Instance(store, 'b');
  });
  afterEach(() => store.close());

  const pass = async (ms: number, ...instances: Instance[]): Promise<void> => {
    for (let left = ms; left > 0; left -= 500) for (const { time } of instances) await time.pass(Math.min(500, left));
  };
  /** Asks as often as a standby does, for so long. */
  const askFor = async (name: string, asking: Instance, ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      const lease = await asking.leases.take(name);
      if (lease) return lease;
      await asking.time.pass(500);
    }
    return asking.leases.take(name);
  };

  it('are given to one at a time, and stay with it for as long as it lives', async () => {
    const lease = (await a.leases.take('x'))!;
    for (let i = 0; i < 40; i++) {
      expect(await b.leases.take('x')).toBeUndefined();
      await pass(1_000, a, b);
    }
    expect(lease.isHeld()).toBe(true);
    expect(await a.leases.take('x')).toBeUndefined();
    expect(await b.leases.take('y')).toMatchObject({ name: 'y', token: 1 });
  });

  it('go to the next at once when they are let go, with a greater token', async () => {
    const first = (await a.leases.take('x'))!;
    await first.release();
    const second = (await b.leases.take('x'))!;
    expect([first.isHeld(), second.isHeld(), first.token, second.token]).toEqual([false, true, 1, 2]);
    await first.release();
    await pass(renewMs, a, b);
    expect(second.isHeld()).toBe(true);
  });

  it('are all let go at the end', async () => {
    for (const name of ['x', 'y', 'z']) await a.leases.take(name);
    await a.leases.close();
    for (const name of ['x', 'y', 'z']) expect(await b.leases.take(name)).toBeDefined();
  });

  it('of one that died are taken once they have been silent for their time, as the contender counts it', async () => {
    await a.leases.take('x');
    expect(await askFor('x', b, ttlMs - 500)).toBeUndefined();
    await b.time.pass(500);
    expect(await b.leases.take('x')).toMatchObject({ token: 2 });
  });

  it('of one that died are not taken by who has not watched', async () => {
    await a.leases.take('x');
    await b.time.pass(1_000_000);
    expect(await b.leases.take('x')).toBeUndefined();
  });

  it('are given up before another may take them when they cannot be renewed, and stay given up', async () => {
    const lease = (await a.leases.take('x'))!;
    expect(await b.leases.take('x')).toBeUndefined();
    const write = store.write.bind(store);
    store.write = async () => {
      throw busy();
    };
    await pass(ttlMs - marginMs - 1, a);
    expect(lease.isHeld()).toBe(true);
    await pass(1, a);
    expect(lease.isHeld()).toBe(false);
    store.write = write;
    await pass(renewMs, a);
    expect(lease.isHeld()).toBe(false);
    expect(await a.leases.take('x')).toMatchObject({ token: 2 });
  });

  it('are lost by one that slept, as soon as it wakes', async () => {
    const lease = (await a.leases.take('x'))!;
    await askFor('x', b, ttlMs);
    await a.time.pass(ttlMs, { frozen: true });
    expect(lease.isHeld()).toBe(false);
    expect(await a.leases.take('x')).toBeUndefined();
  });

  it('are lost by one whose time stood still, once it tries to renew', async () => {
    const lease = (await a.leases.take('x'))!;
    expect(await askFor('x', b, ttlMs)).toBeDefined();
    expect(lease.isHeld()).toBe(true); // Its own time says so; this is why no safety rests on it.
    await a.time.pass(renewMs);
    expect(lease.isHeld()).toBe(false);
  });

  it('can be taken again at once by an instance that never heard that it had got them', async () => {
    const write = store.write.bind(store);
    store.write = async (batch: Batch) => {
      await write(batch);
      throw busy();
    };
    await expect(a.leases.take('x')).rejects.toThrow('locked');
    store.write = write;
    expect(await a.leases.take('x')).toMatchObject({ token: 2 });
  });

  it('are let go also when a renewal is under way', async () => {
    const lease = (await a.leases.take('x'))!;
    const ticking = a.time.pass(renewMs);
    await lease.release();
    await ticking;
    expect(await store.get<LeaseDocument>('leases', 'x')).toMatchObject({ holder: null });
  });

  it('are letting go without a fault when the store is not there', async () => {
    const lease = (await a.leases.take('x'))!;
    store.write = async () => {
      throw busy();
    };
    await lease.release();
    expect(lease.isHeld()).toBe(false);
  });

  it('have one winner of many that race, whatever the order of their steps', () =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), fc.boolean(), async (scheduler, count, wasHeld) => {
        const documents = new SqliteReadStore(':memory:');
        const racing = Array.from({ length: count }, (_, i) => new Instance(documents, `racer-${i}`));
        if (wasHeld) {
          await new Instance(documents, 'dead').leases.take('x');
          for (const { leases, time } of racing) {
            await leases.take('x');
            await time.pass(ttlMs);
          }
        }
        documents.get = scheduler.scheduleFunction(documents.get.bind(documents)) as typeof documents.get;
        documents.write = scheduler.scheduleFunction(documents.write.bind(documents));
        const takings = Promise.all(racing.flatMap(({ leases }) => [leases.take('x'), leases.take('x')]));
        await scheduler.waitFor(takings);
        const won = (await takings).filter((lease) => lease !== undefined);
        expect(won.map(({ token }) => token)).toEqual([wasHeld ? 2 : 1]);
        await documents.close();
      }),
      { numRuns: 100 },
    ));
});
