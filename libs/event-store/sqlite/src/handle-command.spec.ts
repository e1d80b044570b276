import { jest } from '@jest/globals';
import { type Decider, Refusal } from '#libs/kernel';
import { BEGINNING, beginStream, handleCommand, onConflictRetry, WrongVersion } from '#libs/event-store';
import { SqliteEventStore } from './sqlite-event-store.js';

type Added = { readonly type: 'Added'; readonly data: { readonly amount: number } };

/** A stock that takes what is added, up to 10 in all; adding nothing changes nothing. */
const stock: Decider<number, Added, { total: number }> = {
  initial: () => ({ total: 0 }),
  decide(amount, { total }) {
    if (total + amount > 10) return new Refusal('full', `Only ${10 - total} can be added.`);
    return amount === 0 ? [] : [{ type: 'Added', data: { amount } }];
  },
  evolve: (state, { data }) => Object.assign(state, { total: state.total + data.amount }),
};

let store: SqliteEventStore;
beforeEach(() => (store = new SqliteEventStore(':memory:', { now: () => new Date('2104-05-01T09:00:00Z') })));
afterEach(() => store.close());

const add = (command: number) => handleCommand(store, stock, { stream: 'stock-a', command });
const amounts = async (): Promise<unknown> => (await store.read({ stream: 'stock-a' })).map(({ data }) => data);

/** Lets another writer in before each of the next appends, `times` in all. */
function raced(times: number): void {
  const append = store.append.bind(store);
  let left = times;
  jest.spyOn(store, 'append').mockImplementation(async (stream, expected, events) => {
    if (left-- > 0) await append(stream, expected, [{ id: crypto.randomUUID(), type: 'Added', data: { amount: 1 } }]);
    return append(stream, expected, events);
  });
}

describe('handleCommand', () => {
  it('appends what the rule decides and gives the state, version and position after it', async () => {
    await add(2);
    expect(await add(3)).toEqual({ state: { total: 5 }, appended: 1, version: 2, position: await store.end() });
    expect(await amounts()).toEqual([{ amount: 2 }, { amount: 3 }]);
  });

  it('appends nothing where the rule refuses or finds nothing to do', async () => {
    expect(await add(0)).toEqual({ state: { total: 0 }, appended: 0, version: 0, position: BEGINNING });
    expect(await add(11)).toEqual(new Refusal('full', 'Only 10 can be added.'));
    expect(await amounts()).toEqual([]);
  });

  it('decides anew when another writer came first, from what that one wrote', async () => {
    raced(4);
    expect(await add(7)).toEqual(new Refusal('full', 'Only 6 can be added.'));
    expect(await add(6)).toMatchObject({ state: { total: 10 }, version: 5 });
  });

  it('throws the conflict after five attempts', async () => {
    raced(5);
    await expect(add(1)).rejects.toThrow(WrongVersion);
  });

  it('gives the same decision at the same version the same id', async () => {
    await add(2);
    const other = new SqliteEventStore(':memory:', { now: () => new Date('2104-05-02T09:00:00Z') });
    await handleCommand(other, stock, { stream: 'stock-a', command: 2 });
    const idsIn = async (one: SqliteEventStore) => (await one.read({ stream: 'stock-a' })).map(({ id }) => id);
    expect(await idsIn(other)).toEqual(await idsIn(store));
    await other.close();
  });
});

describe('onConflictRetry', () => {
  it('passes every other error on at once', async () => {
    let attempts = 0;
    const attempt = async (): Promise<never> => {
      attempts += 1;
      throw new TypeError('no');
    };
    await expect(onConflictRetry(attempt)).rejects.toThrow(TypeError);
    expect(attempts).toBe(1);
  });

  it('makes as many attempts as its caller allows, and numbers them', async () => {
    const numbers: number[] = [];
    const attempt = async (number: number): Promise<void> => {
      numbers.push(number);
      throw new WrongVersion('stock-a', 0, 1);
    };
    await expect(onConflictRetry(attempt, 3)).rejects.toThrow(WrongVersion);
    expect(numbers).toEqual([1, 2, 3]);
  });
});

describe('beginStream', () => {
  const began = (amount: number) => ({ id: crypto.randomUUID(), type: 'Added', data: { amount } });

  it('gives the first event of the stream, whichever writer appended it', async () => {
    expect(await beginStream(store, 'stock-a', began(1))).toMatchObject({ version: 1, data: { amount: 1 } });
    expect(await beginStream(store, 'stock-a', began(2))).toMatchObject({ version: 1, data: { amount: 1 } });
  });

  it('gives the other writer its event where both begin at once', async () => {
    raced(1);
    expect(await beginStream(store, 'stock-b', began(5))).toMatchObject({ data: { amount: 1 } });
  });
});
