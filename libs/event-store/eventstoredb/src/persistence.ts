import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable, WireFault } from './wire-fault.js';

const WAIT_MS_FIRST = 50;
const WAIT_MS_MAX = 1_000;

/** Tries until it works or has been tried for so long, with growing pauses; what no repeat can mend is thrown at once. */
export async function persist<T>(totalMs: number, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + totalMs;
  for (let waitMs = WAIT_MS_FIRST; ; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
    try {
      return await attempt();
    } catch (fault) {
      if (!(fault instanceof WireFault)) throw fault;
      if (!fault.mayPass || performance.now() + waitMs >= until) throw unavailable(fault);
      await sleep(waitMs);
    }
  }
}
