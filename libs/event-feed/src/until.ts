import { setTimeout } from 'node:timers/promises';

/** Asks again and again, `everyMs` apart, until the answer is yes: true; or until the time is up: false. */
export async function until(isSo: () => boolean | Promise<boolean>, timeoutMs: number, everyMs: number): Promise<boolean> {
  const last = performance.now() + timeoutMs;
  while (!(await isSo())) {
    const left = last - performance.now();
    if (left <= 0) return false;
    await setTimeout(Math.min(everyMs, left));
  }
  return true;
}
