const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

/** How long to wait after so many failed attempts: a second, doubled each time, a quarter of an hour at most. */
export function waitMsAfter(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
}

/**
 * What is left of that wait, by a failure's recorded moment and the clock now. The clock may have jumped in between: the rest
 * is never more than the whole wait, so a failure that seems to lie in the future holds nothing back for longer.
 */
export function restMsAfter(attempts: number, failedAtMs: number, nowMs: number): number {
  const wait = waitMsAfter(attempts);
  return Math.min(wait, Math.max(0, failedAtMs + wait - nowMs));
}
