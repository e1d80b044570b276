import type { Indicator } from '#libs/catalogue';
import { excerpt, type Period } from '#libs/kernel';

/** Why something cannot be taken: a stable code and one sentence on how to mend it. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
  /** It may be taken when sent again, once the catalogue has learnt of it. */
  readonly retryable: boolean;
  /** The text that cannot be taken, where it is one text: rows are grouped by it. */
  readonly subject?: string;
}

/** A fault that only another file mends. */
export const fault = (code: string, detail: string, subject?: string): Fault => ({
  code,
  detail,
  retryable: false,
  ...(subject === undefined ? {} : { subject: excerpt(subject) }),
});
const retryable = (code: string, detail: string, subject: string): Fault => ({ code, detail, retryable: true, subject: excerpt(subject) });

/** `suggestion`: what the text may have been meant for. */
export const unknownArea = (code: string, suggestion?: string): Fault =>
  retryable('unknown-area', unknown(`area "${excerpt(code)}"`, suggestion, ['import it', 'correct the code']), code);
/** As `unknownArea`. */
export const unknownIndicator = (code: string, suggestion?: string): Fault =>
  retryable('unknown-indicator', unknown(`indicator "${excerpt(code)}"`, suggestion, ['define it', 'correct the name']), code);

/** A person corrects what is suggested: nothing is taken for something else. */
function unknown(what: string, suggestion: string | undefined, [teach, correct]: readonly [string, string]): string {
  return suggestion === undefined
    ? `The catalogue has no ${what}; ${teach} and send the same file again, or ${correct}.`
    : `The catalogue has no ${what}: did you mean ${suggestion}? If so, ${correct}; if not, ${teach} and send the same file again.`;
}

export const notYourArea = (code: string): Fault =>
  fault('not-your-area', `This feed may not state ${excerpt(code)}; send it to the feed that owns the area.`, code);
export const notYourIndicator = (code: string): Fault =>
  fault('not-your-indicator', `This feed may not state ${excerpt(code)}; send it to the feed that owns the indicator.`, code);

/** Whether one of the codes, or of the prefixes ending in `*`, covers the indicator; no code at all covers any. */
export function covers(patterns: readonly string[], indicator: string): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => (pattern.endsWith('*') ? indicator.startsWith(pattern.slice(0, -1)) : pattern === indicator))
  );
}

/** What is wrong with a period of an indicator that takes these kinds, on the day of receipt. */
export function periodFault(period: Period, kinds: readonly string[], receivedOn: string): Fault | undefined {
  if (!kinds.includes(period.kind)) {
    const said = `The period is of the kind "${period.kind}" and the indicator is stated by "${kinds.join('" or "')}"`;
    return fault('wrong-period-kind', `${said}; ${yearAsDate(period, kinds) ?? 'write such a period.'}`);
  }
  return period.start > receivedOn
    ? fault('future-period', `The period starts on ${period.start}, after the day of receipt, ${receivedOn}; correct the period.`)
    : undefined;
}

/** Spreadsheets turn the year 2003-04 into April 2003. */
function yearAsDate({ kind, start }: Period, kinds: readonly string[]): string | undefined {
  const next = String((Number(start.slice(0, 4)) + 1) % 100).padStart(2, '0');
  const isDateOfYear = (kind === 'month' || (kind === 'day' && start.endsWith('-01'))) && start.slice(5, 7) === next;
  if (!isDateOfYear || !(kinds.includes('financial') || kinds.includes('academic'))) return undefined;
  const year = `${start.slice(0, 4)}${kinds.includes('financial') ? '-' : '/'}${next}`;
  return `it looks like the year ${year}, which Excel turned into a date: format the column as text and write ${year}.`;
}

/** What is wrong with a period of several years, where the indicator is stated for one. */
export function pooledFault(text: string, { months }: Period, monthsMax: number): Fault | undefined {
  if (months <= monthsMax) return undefined;
  const said = `"${excerpt(text, 30)}" reads as ${months / 12} years pooled, and the indicator is stated year by year`;
  return fault('wrong-period-kind', `${said}; write one year, or define the indicator as rolling.`);
}

const NEGATIVE = fault(
  'negative-count',
  'A count or a rate cannot be below zero; correct it, or leave it empty with a marker that says why.',
);
const ZERO_DENOMINATOR = fault(
  'zero-denominator',
  'The denominator is 0; leave the row out, or give the value a marker that says why there is none.',
);
const ABOVE = fault(
  'numerator-above-denominator',
  'The numerator of a proportion is above its denominator; check whether the two are swapped.',
);
const OUT_OF_RANGE = fault('out-of-range', 'A proportion lies outside its scale; check the unit (a share of 1, or a percentage).');
/** For a number that no computer holds: a value beyond all bounds. */
export const NOT_FINITE = fault(
  'out-of-range',
  'The figure is beyond every bound once it is worked out (numerator over denominator, or by the scale of the profile); check its numbers.',
);
const LIMITS = fault('limits-do-not-hold', 'The lower limit is above the upper limit; swap them.');

const LEVELS_IN_USE = [80, 90, 95, 98, 99, 99.8, 99.9];

/** What is wrong with the confidence level of limits, in per cent; a share of 0.5 or more is one, written otherwise. */
export function levelFault(level: number): Fault | undefined {
  if ((level >= 50 && level <= 100) || (level >= 0.5 && level < 1)) return undefined;
  const meant = LEVELS_IN_USE.find((one) => one === level / 10 || one === level / 100 || one === level * 10 || one === 100 - level);
  const hint = meant === undefined ? '' : ` (is it ${meant}?)`;
  return fault(
    'level-out-of-range',
    `The level of limits is a percentage from 50 to 100, such as 95 or 99.8, and not ${level}${hint}; correct it.`,
    String(level),
  );
}

/** What a row's numbers must hold to, by the indicator; numbers that are not stated are NaN and hold to anything. */
export class FigureRules {
  readonly per: number;
  /** Whether values are percentages, which a careless export states as shares of 1. */
  readonly isPercentage: boolean;
  private readonly proportion: boolean;
  /** Whether the value is numerator over denominator, so that those two make a value. */
  readonly ratio: boolean;
  /** Of what cannot be below nothing: means and indices can. */
  private readonly positive: boolean;
  /** Half of the last decimal: a published value is rounded so far. */
  private readonly tolerance: number;

  constructor({ measure, per, decimals }: Pick<Indicator, 'measure' | 'per' | 'decimals'>) {
    this.per = per;
    this.isPercentage = measure === 'proportion' && per === 100;
    this.positive = measure !== 'mean' && measure !== 'index';
    this.tolerance = 0.5 * 10 ** -decimals;
    this.proportion = measure === 'proportion';
    this.ratio = this.proportion || measure === 'rate' || measure === 'mean';
  }

  /** The first rule that the parts break. */
  ofParts(numerator: number, denominator: number): Fault | undefined {
    if (denominator < 0) return NEGATIVE;
    if (this.ratio && denominator === 0) return ZERO_DENOMINATOR;
    if (this.positive && numerator < 0) return NEGATIVE;
    return this.proportion && numerator > denominator ? ABOVE : undefined;
  }

  /** The first rule that the value breaks. */
  ofValue(value: number): Fault | undefined {
    if (this.proportion) return value < 0 || value > this.per ? OUT_OF_RANGE : undefined;
    return this.positive && value < 0 ? NEGATIVE : undefined;
  }

  /** Whether the value is not what its parts come to, rounding aside. */
  differs(value: number, numerator: number, denominator: number): boolean {
    const expected = (numerator / denominator) * this.per;
    return !(Math.abs(value - expected) <= this.tolerance + 1e-9 * Math.abs(expected));
  }

  /** Whether the value lies outside its own limits, rounding aside. */
  isOutside(value: number, lower: number, upper: number): boolean {
    return value < lower - this.tolerance - 1e-9 * Math.abs(lower) || value > upper + this.tolerance + 1e-9 * Math.abs(upper);
  }

  /** Only limits the wrong way round: published values do lie outside their limits, and are noted. */
  ofLimits(lower: number, upper: number): Fault | undefined {
    return lower > upper ? LIMITS : undefined;
  }
}
