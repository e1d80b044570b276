import { retryDelayMs } from './retry-policy.js';

describe('a retry policy', () => {
  const after = (failures: number): number => retryDelayMs({ firstMs: 200, longestMs: 10_000 }, failures);

  it('waits for nothing before the first failure', () => expect(after(0)).toBe(0));
  it('doubles the wait with each failure', () => expect([1, 2, 3].map(after)).toEqual([200, 400, 800]));
  it('never waits longer than its longest wait', () => expect([7, 50, 100_000].map(after)).toEqual([10_000, 10_000, 10_000]));
});
