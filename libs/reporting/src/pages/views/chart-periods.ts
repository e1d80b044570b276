import type { Frequency } from '#libs/catalogue';
import { addMonths, comparePeriods, isLater, parsePeriod, type Period, periodText, Refusal } from '#libs/kernel';

const FILLED_MAX = 600;

const monthsOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));

/**
 * The periods of a chart, as text, each once and in order, with those between them of which nothing is known: a missing year
 * is a gap, and years that are far apart stand far apart. Periods that cannot be read stay in the order given.
 */
export function chartPeriods(texts: readonly string[], frequency: Frequency | undefined): readonly string[] {
  const once = [...new Set(texts)];
  const periods = once.map((text) => parsePeriod(text, frequency));
  if (periods.some((period) => period instanceof Refusal)) return once;
  const known = (periods as Period[]).map((period, i) => ({ period, text: once[i]! })).sort((a, b) => comparePeriods(a.period, b.period));
  const step = stepOf(known.map(({ period }) => period));
  if (step === undefined) return known.map(({ text }) => text);
  return known.flatMap(({ period, text }, i) => [text, ...between(period, known[i + 1]?.period, step)]).slice(0, FILLED_MAX + once.length);
}

/** How many months lie between two neighbours; undefined for dates, and where kinds are mixed. */
function stepOf([first, ...others]: readonly Period[]): number | undefined {
  if (first === undefined || first.months === 0) return undefined;
  if (others.some(({ kind, months }) => kind !== first.kind || months !== first.months)) return undefined;
  const starts = [first, ...others].map(({ start }) => monthsOf(start));
  const apart = starts.slice(1).map((start, i) => start - starts[i]!);
  return Math.min(first.months, ...apart.filter((months) => months > 0));
}

function between(from: Period, to: Period | undefined, step: number): string[] {
  const filled: string[] = [];
  if (to === undefined) return filled;
  for (let n = 1; n <= FILLED_MAX; n += 1) {
    const period = { ...from, start: addMonths(from.start, n * step) };
    if (!isLater(to, period)) break;
    filled.push(periodText(period));
  }
  return filled;
}
