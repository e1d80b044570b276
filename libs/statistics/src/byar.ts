import { type Interval, type Level, Z } from './level.js';
import { exactPoisson } from './poisson.js';

/** Below this count Byar's approximation gives way to the exact limits (at 99.8 it would even go below zero). */
const EXACT_BELOW = 10;

/** Limits of a count of events, by Byar's method; exact for small counts. Throws a RangeError for x < 0. */
export function byar(x: number, level: Level): Interval {
  if (!(x >= EXACT_BELOW)) return exactPoisson(x, level);
  const z = Z[level];
  const up = x + 1;
  return {
    lower: x * (1 - 1 / (9 * x) - z / (3 * Math.sqrt(x))) ** 3,
    upper: up * (1 - 1 / (9 * up) + z / (3 * Math.sqrt(up))) ** 3,
  };
}

/** Limits of the rate of `x` events in `n`, times the multiplier. A rate may exceed its multiplier: it is no proportion. */
export function byarRate(x: number, n: number, multiplier: number, level: Level): Interval {
  if (!(n > 0)) throw new RangeError(`${n} is not a denominator.`);
  const { lower, upper } = byar(x, level);
  return { lower: (lower / n) * multiplier, upper: (upper / n) * multiplier };
}
