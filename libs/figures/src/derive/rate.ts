import { endOf, parsePeriod, type Period, periodKey, Refusal } from '#libs/kernel';
import { figure, type Figure } from '../figure.js';
import { checked } from './checked.js';
import type { Known, Series } from '../figure-source.js';
import { leastFirm } from './firmness.js';

/** Numerator over denominator, times `per`. */
export interface RateRule {
  readonly numerator: string;
  readonly denominator: string;
  /** `same`, `latest`, or the text of one period. */
  readonly denominatorPeriod: string;
  readonly per: number;
}

/** A rate for every period of the numerator; missing with the reason where a part of it is. */
export function rates(numerators: Series, denominators: Series, rule: RateRule): Series {
  return numerators.map((numerator): Known => {
    const denominator = denominatorFor(numerator.period, denominators, rule.denominatorPeriod);
    const both = [numerator, denominator].filter((k) => k !== undefined && k.figure.value !== null).length;
    return {
      period: numerator.period,
      figure: rateOf(numerator.figure, denominator?.figure, rule.per),
      provenance: null,
      derivedFrom: { indicators: [rule.numerator, rule.denominator], parts: both, needed: 2, rule: 'rate' },
    };
  });
}

function rateOf(numerator: Figure, denominator: Figure | undefined, per: number): Figure {
  if (numerator.value === null) return figure(null, { status: numerator.status, reason: numerator.reason });
  if (!denominator) return figure(null, { status: 'missing', reason: 'no-denominator' });
  if (denominator.value === null) return figure(null, { status: denominator.status, reason: denominator.reason ?? 'no-denominator' });
  if (denominator.value === 0) return figure(null, { status: 'missing', reason: 'zero-denominator' });
  return checked((numerator.value / denominator.value) * per, {
    numerator: numerator.value,
    denominator: denominator.value,
    status: leastFirm([numerator.status, denominator.status]),
  });
}

/** `latest` is the last that starts before the numerator's period ends. */
function denominatorFor(period: Period, denominators: Series, which: string): Known | undefined {
  if (which === 'latest') return denominators.findLast((k) => k.period.start < endOf(period));
  const wanted = which === 'same' ? period : parsePeriod(which, denominators[0]?.period.kind);
  if (wanted instanceof Refusal) return undefined;
  return denominators.find((k) => periodKey(k.period) === periodKey(wanted) || sameInterval(k.period, wanted));
}

const sameInterval = (a: Period, b: Period): boolean => a.start === b.start && a.months === b.months;
