import { lowerGamma } from './gamma.js';
import { type Interval, type Level, TAIL } from './level.js';

/**
 * The exact limits of the mean of a Poisson count: those means at which a count so high, or so low, has the
 * chance of one tail. Equal to half the chi-squared quantiles of 2x and 2x + 2 degrees of freedom.
 */
export function exactPoisson(x: number, level: Level): Interval {
  if (!(x >= 0)) throw new RangeError(`${x} is not a count.`);
  const tail = TAIL[level];
  return { lower: x === 0 ? 0 : meanAt(x, tail), upper: meanAt(x + 1, 1 - tail) };
}

/** The mean at which a count of at least `a` has this chance; the chance grows with the mean, so halving finds it. */
function meanAt(a: number, chance: number): number {
  let low = 0;
  let high = a + 1;
  while (lowerGamma(a, high) < chance) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (lowerGamma(a, middle) < chance) low = middle;
    else high = middle;
  }
}
