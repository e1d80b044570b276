import { excerpt } from './excerpt.js';
import {
  academicYears,
  calendarYears,
  day,
  financialYears,
  interval,
  isDate,
  month,
  type Period,
  type PeriodKind,
  quarter,
} from './period.js';
import { Refusal } from './refusal.js';

/** One spelling: its shape, and what it stands for; undefined when the shape fits and the numbers do not. */
interface Spelling {
  readonly shape: RegExp;
  readonly read: (parts: readonly string[], expected: PeriodKind | undefined, today: string | undefined) => Period | undefined;
}

const MONTH_NAMES = 'january february march april may june july august september october november december'.split(' ');
/** An earlier year is a slip of the pen. */
const YEAR_MIN = '1000';
/** More years than these are not pooled by anybody: it is a slip of the pen. */
const POOLED_YEARS_MAX = 10;

const MAKERS: Partial<Record<PeriodKind, (from: number, years?: number) => Period>> = {
  financial: financialYears,
  academic: academicYears,
};

/** Years of the kind expected, of the calendar when none is. */
const yearsOf = (expected: PeriodKind | undefined): ((from: number, years?: number) => Period) =>
  MAKERS[expected ?? 'calendar'] ?? calendarYears;

/** How many years after `from` a year of two or four digits lies. */
function span(from: number, second: string): number {
  return second.length === 4 ? Number(second) - from : (Number(second) - (from % 100) + 100) % 100;
}

function monthOf(year: string, m: string): Period | undefined {
  return Number(m) >= 1 && Number(m) <= 12 ? month(Number(year), Number(m)) : undefined;
}

function isoInterval([start = '', length = '', unit]: readonly string[], expected: PeriodKind | undefined): Period | undefined {
  const months = Number(length) * (unit === 'Y' ? 12 : 1);
  if (!isDate(start) || months < 1) return undefined;
  return expected === 'rolling' ? { kind: 'rolling', start, months } : interval(start, months);
}

/** A date stands for itself, or for the month that begins with it. */
function date([text = '']: readonly string[], expected: PeriodKind | undefined): Period | undefined {
  if (!isDate(text)) return undefined;
  if (expected !== 'month') return day(text);
  return text.endsWith('-01') ? interval(text, 1) : undefined;
}

/** `2003/04`: an academic year, unless financial years are expected. */
function slashed([from = '', second = '']: readonly string[], expected: PeriodKind | undefined): Period | undefined {
  if (span(Number(from), second) !== 1) return undefined;
  return expected === 'financial' ? financialYears(Number(from)) : academicYears(Number(from));
}

/** `2013/14-15/16`: financial years, unless academic ones are expected. */
function slashedRange([from = '', , , last = '']: readonly string[], expected: PeriodKind | undefined): Period | undefined {
  const years = span(Number(from), last);
  if (years < 1 || years > POOLED_YEARS_MAX) return undefined;
  return expected === 'academic' ? academicYears(Number(from), years) : financialYears(Number(from), years);
}

/** `2003-04`, `2017-19`, `2014-2015`, `2010 to 2012`; and `2001-02` as a month where months are expected. */
function dashed(parts: readonly string[], expected: PeriodKind | undefined): Period | undefined {
  const [from, dash, second] = parts as [string, string, string];
  const years = span(Number(from), second);
  const asMonth = dash === '-' && second.length === 2 ? monthOf(from, second) : undefined;
  if (asMonth && isMonthly(expected, years)) return asMonth;
  if (years === 1 && second.length === 2 && expected !== 'calendar') return oneYear(Number(from), expected);
  return years < 1 || years >= POOLED_YEARS_MAX ? asMonth : pooled(Number(from), years, expected);
}

/** `2003-04`: a financial year, unless academic ones are expected. */
const oneYear = (from: number, expected: PeriodKind | undefined): Period => (MAKERS[expected ?? 'financial'] ?? financialYears)(from);

/** `2017-19`: calendar years from the first to the last; of another kind, from the start of one to the end of the other. */
function pooled(from: number, years: number, expected: PeriodKind | undefined): Period {
  const make = yearsOf(expected);
  return make(from, make === calendarYears ? years + 1 : years);
}

/** Two digits after a year are a month, save where years are expected, or follow each other and nothing is. */
function isMonthly(expected: PeriodKind | undefined, years: number): boolean {
  return expected === 'month' || expected === 'quarter' || (expected === undefined && years !== 1);
}

/** Two digits of a year that would lie in the future belong to the century before: `Jun-83` is of 1983. */
function named([name = '', year = '']: readonly string[], _: PeriodKind | undefined, today = '2099-12-31'): Period | undefined {
  const index = MONTH_NAMES.findIndex((full) => full.startsWith(name.toLowerCase()));
  if (index < 0) return undefined;
  if (year.length === 4) return month(Number(year), index + 1);
  const recent = month(Number(today.slice(0, 2) + year), index + 1);
  return recent.start <= today ? recent : month(Number(recent.start.slice(0, 4)) - 100, index + 1);
}

/** Whether the text names a month of a year of two digits, whose century is a guess. */
export const hasShortYear = (text: string): boolean => /^[a-z]{3,9}[ -]\d{2}$/i.test(text.trim());

const SPELLINGS: readonly Spelling[] = [
  { shape: /^(\d{4}-\d{2}-\d{2})(?:T00:00:00Z?)?\/P(\d{1,3})([YM])$/, read: isoInterval },
  { shape: /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00:00(?:\.0+)?Z?)?$/, read: date },
  { shape: /^(\d{4})$/, read: ([year], expected) => yearsOf(expected)(Number(year)) },
  { shape: /^(\d{4})[-/ ]?Q([1-4])$/i, read: ([year, q]) => quarter(Number(year), Number(q)) },
  { shape: /^(\d{4})\/(\d{2}|\d{4})$/, read: slashed },
  { shape: /^(\d{4})\/(\d{2})\s?-\s?(?:\d{2})?(\d{2})\/(\d{2})$/, read: slashedRange },
  { shape: /^(\d{4})\s?(-|to)\s?(\d{2}|\d{4})$/, read: dashed },
  { shape: /^([A-Za-z]{3,9})[ -](\d{4}|\d{2})$/, read: named },
  { shape: /^(\d{4})(\d{2})$/, read: ([year = '', m = '']) => monthOf(year, m) },
];

/**
 * Reads a period as people write it. `expected` settles what text alone cannot: `2001-02` is a month
 * when months are expected and a financial year otherwise; `2015/16` is academic unless financial years are expected.
 * `today` settles the century of a year of two digits; without it that is the present one.
 */
export function parsePeriod(text: string, expected?: PeriodKind, today?: string): Period | Refusal {
  const trimmed = text.trim();
  for (const { shape, read } of SPELLINGS) {
    const parts = shape.exec(trimmed);
    const period = parts && read(parts.slice(1), expected, today);
    if (parts) return period && period.start >= YEAR_MIN ? period : unreadable(trimmed);
  }
  return unreadable(trimmed);
}

const unreadable = (text: string): Refusal =>
  new Refusal(
    'unreadable-period',
    `"${excerpt(text)}" is not a period; write a month as 2020-05, a quarter as 2020-Q2, a year as 2020, 2003-04 or 2003/04, or an interval as 2017-01-01/P3Y.`,
  );
