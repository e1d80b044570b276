const FIRST_MS = 1_000;
const LONGEST_MS = 15 * 60_000;

/** How long to wait after so many failed attempts: a second, doubled each time, a quarter of an hour at most. */
export function waitMsAfter(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
}
