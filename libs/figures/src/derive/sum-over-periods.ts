import { addMonths, interval, type Period } from '#libs/kernel';
import { figure, type Figure } from '../figure.js';
import { checked } from './checked.js';
import type { Known, Series } from '../figure-source.js';
import { leastFirm } from './firmness.js';

/** So many successive periods ending with each; or whole years of a kind. */
export interface SumOver {
  readonly of: string;
  readonly periods?: number;
  readonly kind?: 'calendar' | 'financial' | 'academic';
}

const FIRST_MONTH = { calendar: '01', financial: '04', academic: '09' } as const;

/** The sums over successive periods of one length. A window is given from its first figure's period on and only when it is full, without a gap. */
export function sumsOver(series: Series, rule: SumOver): Series {
  const months = series[0]?.period.months ?? 0;
  if (months === 0) return [];
  const byStart = new Map(series.filter((k) => k.period.months === months).map((k) => [k.period.start, k]));
  const count = rule.periods ?? 12 / months;
  const sums: Known[] = [];
  for (const { period } of byStart.values()) {
    if (rule.kind !== undefined && period.start.slice(5) !== `${FIRST_MONTH[rule.kind]}-01`) continue;
    const starts = Array.from({ length: count }, (_, i) => addMonths(period.start, i * months));
    const window = starts.flatMap((start) => byStart.get(start) ?? []);
    if (window.length === count) sums.push(summed(window, periodOf(period.start, count * months, rule), rule.of));
  }
  return sums;
}

function periodOf(start: string, months: number, rule: SumOver): Period {
  return rule.kind === undefined ? { kind: 'rolling', start, months } : interval(start, months);
}

function summed(window: readonly Known[], period: Period, of: string): Known {
  const without = window.filter((k) => k.figure.value === null);
  const derivedFrom = { indicators: [of], parts: window.length - without.length, needed: window.length, rule: 'sum-over-periods' as const };
  return { period, figure: totalOf(window, without), provenance: null, derivedFrom };
}

function totalOf(window: readonly Known[], without: readonly Known[]): Figure {
  if (without.length > 0) {
    const suppressed = without.every((k) => k.figure.status === 'suppressed');
    return figure(null, { status: suppressed ? 'suppressed' : 'missing', reason: 'partial' });
  }
  const total = window.reduce((sum, k) => sum + k.figure.value!, 0);
  return checked(total, { status: leastFirm(window.map((k) => k.figure.status)) });
}
