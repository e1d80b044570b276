import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SubmissionChain } from './submission-chain.js';

const newStore = (): SqliteEventStore => new SqliteEventStore(':memory:', { now: () => new Date('2004-05-01T12:00:00Z') });

describe('the chain of completed submissions', () => {
  let store: SqliteEventStore;
  beforeEach(() => (store = newStore()));
  afterEach(() => store.close());

  const complete = (id: string, sha256?: string): Promise<unknown> =>
    store.append(`submission-${id}`, 0, [{ id: randomUUID(), type: 'SubmissionCompleted', data: { v: 1, sha256 } }]);

  it('begins with none, also where older programs completed submissions without a link', async () => {
    expect(await SubmissionChain.of(store).last()).toBeNull();
    await complete('old');
    expect(await SubmissionChain.of(store).last()).toBeNull();
  });

  it('gives each completion the one before it', async () => {
    await complete('a', 'aa');
    expect(await SubmissionChain.of(store).last()).toEqual({ submission: 'a', sha256: 'aa' });
    await complete('b', 'bb');
    expect(await SubmissionChain.of(store).last()).toEqual({ submission: 'b', sha256: 'bb' });
  });

  it('follows what another instance completed, and gives the same one to two that ask at once', async () => {
    const chain = SubmissionChain.of(store);
    await chain.last();
    await complete('of-another-instance', 'cc');
    const expected = { submission: 'of-another-instance', sha256: 'cc' };
    expect(await Promise.all([chain.last(), chain.last()])).toEqual([expected, expected]);
  });

  it('reads on for the next who asks, after the store failed', async () => {
    await complete('a', 'aa');
    const chain = SubmissionChain.of(store);
    const failing = jest.spyOn(store, 'readAll').mockRejectedValueOnce(new Error('away'));
    await expect(chain.last()).rejects.toThrow('away');
    failing.mockRestore();
    expect(await chain.last()).toEqual({ submission: 'a', sha256: 'aa' });
  });
});
