import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelayMs, type RetryPolicy } from '#libs/kernel';
import { unavailable, WireFault } from './wire-fault.js';

const REPEATED: RetryPolicy = { firstMs: 50, longestMs: 1_000 };

/** Tries until it works or has been tried for so long, with growing pauses; what no repeat can mend is thrown at once. */
export async function persist<T>(totalMs: number, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + totalMs;
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (fault) {
      if (!(fault instanceof WireFault)) throw fault;
      const waitMs = retryDelayMs(REPEATED, failures);
      if (!fault.mayPass || performance.now() + waitMs >= until) throw unavailable(fault);
      await sleep(waitMs);
    }
  }
}
