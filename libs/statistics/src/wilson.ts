import { type Interval, type Level, Z } from './level.js';

/**
 * Wilson's score interval of the proportion `x` of `n`: safe at 0 and at n. Throws a RangeError for
 * x > n or n <= 0: such a pair is no proportion, and whoever holds figures from outside checks them first.
 */
export function wilson(x: number, n: number, level: Level): Interval {
  if (!(n > 0) || !(x >= 0) || x > n) throw new RangeError(`${x} of ${n} is not a proportion.`);
  const z = Z[level];
  const middle = 2 * x + z * z;
  const reach = z * Math.sqrt(z * z + 4 * x * (1 - x / n));
  const scale = 2 * (n + z * z);
  // At the ends the sums cancel to 0 and 1 exactly; floating point would leave a trace.
  return { lower: x === 0 ? 0 : (middle - reach) / scale, upper: x === n ? 1 : (middle + reach) / scale };
}
