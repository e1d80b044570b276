import type { Indicator } from '#libs/catalogue';
import type { Figure } from '#libs/figures';
import { twelveDigits } from '#libs/kernel';
import { byar, byarRate, type Interval, type Level, wilson } from '#libs/statistics';

/** Limits at one level; a side that is not known is null. */
export interface LimitsAt {
  readonly level: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

const COMPUTED: readonly Level[] = [95, 99.8];

/**
 * What is known of a figure's limits, the level that is shown first. Published limits win, at their own level
 * alone (95 when none is stated); else they are computed where the indicator's measure allows it, at 95 and 99.8.
 */
export function limitsOf(figure: Figure, indicator: Made): readonly LimitsAt[] {
  const { value, lower, upper, level } = figure;
  if (value === null) return [];
  if (lower !== null || upper !== null) return [{ level: level ?? 95, lower, upper }];
  const computed = COMPUTED.flatMap((at) => {
    const limits = compute(figure, indicator, at);
    return limits ? [{ level: at, lower: twelveDigits(limits.lower), upper: twelveDigits(limits.upper) }] : [];
  });
  // Limits that do not hold the value belong to another figure, such as one adjusted by its publisher; those of a huge one may be no number.
  return computed.every(({ lower: low, upper: high }) => low <= value && value <= high && high - low < Infinity) ? computed : [];
}

type Made = Pick<Indicator, 'measure' | 'behaviour' | 'per'>;

function compute({ value, numerator: x, denominator: n }: Figure, { measure, behaviour, per }: Made, level: Level): Interval | undefined {
  // A stock is counted whole, not drawn from a process of events, so chance has no part in it.
  if (measure === 'count') return behaviour !== 'stock' && value! >= 0 ? byar(value!, level) : undefined;
  if (x === null || n === null || x < 0 || n <= 0) return undefined;
  if (measure === 'rate') return byarRate(x, n, per, level);
  return measure === 'proportion' ? scaledWilson(x, n, per, level) : undefined;
}

/** More than all is a mistake in the figure: it has no limits then. */
function scaledWilson(x: number, n: number, per: number, level: Level): Interval | undefined {
  if (x > n) return undefined;
  const { lower, upper } = wilson(x, n, level);
  return { lower: lower * per, upper: upper * per };
}
