import { retryDelayMs, type RetryPolicy } from '#libs/kernel';

/** When an alert whose delivery failed is sent again. */
const DELIVERY: RetryPolicy = { firstMs: 1_000, longestMs: 15 * 60_000 };

/** How long to wait after so many failed attempts: a second, doubled each time, a quarter of an hour at most. */
export const waitMsAfter = (attempts: number): number => retryDelayMs(DELIVERY, attempts);

/**
 * What is left of that wait, by a failure's recorded moment and the clock now. The clock may have jumped in between: the rest
 * is never more than the whole wait, so a failure that seems to lie in the future holds nothing back for longer.
 */
export function restMsAfter(attempts: number, failedAtMs: number, nowMs: number): number {
  const wait = waitMsAfter(attempts);
  return Math.min(wait, Math.max(0, failedAtMs + wait - nowMs));
}
