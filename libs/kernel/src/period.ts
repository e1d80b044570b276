import { Refusal } from './refusal.js';

/** What a period is called by; `-` and `/` between years mean a financial and an academic year. */
export type PeriodKind =
  | 'day' // one date: a snapshot
  | 'month'
  | 'quarter' // of the calendar
  | 'calendar' // one year or, pooled, several, from 1 January
  | 'financial' // from 1 April
  | 'academic' // from 1 September
  | 'rolling'; // any other number of months, from any day

/** An interval `[start, end)` and its kind. `start` is an ISO date; `months` is 0 for a day. */
export interface Period {
  readonly kind: PeriodKind;
  readonly start: string;
  readonly months: number;
}

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');
const yearOf = (date: string): number => Number(date.slice(0, 4));
const monthOf = (date: string): number => Number(date.slice(5, 7));

export const month = (year: number, m: number): Period => ({ kind: 'month', start: `${pad(year, 4)}-${pad(m)}-01`, months: 1 });
export const quarter = (year: number, q: number): Period => ({
  kind: 'quarter',
  start: `${pad(year, 4)}-${pad(3 * q - 2)}-01`,
  months: 3,
});
export const calendarYears = (from: number, years = 1): Period => ({ kind: 'calendar', start: `${pad(from, 4)}-01-01`, months: 12 * years });
export const financialYears = (from: number, years = 1): Period => ({ kind: 'financial', start: `${pad(from, 4)}-04-01`, months: 12 * years });
export const academicYears = (from: number, years = 1): Period => ({ kind: 'academic', start: `${pad(from, 4)}-09-01`, months: 12 * years });
export const day = (date: string): Period => ({ kind: 'day', start: date, months: 0 });

/** The months from `start` on, under the name that a year of that length and start has; else `rolling`. */
export function interval(start: string, months: number): Period {
  const firstOf = start.slice(5);
  if (months === 1 && start.endsWith('-01')) return { kind: 'month', start, months };
  if (months === 3 && /^(01|04|07|10)-01$/.test(firstOf)) return { kind: 'quarter', start, months };
  if (months > 0 && months % 12 === 0) {
    if (firstOf === '01-01') return { kind: 'calendar', start, months };
    if (firstOf === '04-01') return { kind: 'financial', start, months };
    if (firstOf === '09-01') return { kind: 'academic', start, months };
  }
  return { kind: months === 0 ? 'day' : 'rolling', start, months };
}

/** Whether the text is a real date, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new globalThis.Date(`${text}T00:00:00Z`); // A pure calculation: no clock is read.
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** The date `months` months after `date`; the day is clipped to the month's length. */
export function addMonths(date: string, months: number): string {
  const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
  const year = Math.floor(index / 12);
  const m = (index % 12) + 1;
  const length = new globalThis.Date(globalThis.Date.UTC(year, m, 0)).getUTCDate();
  return `${pad(year, 4)}-${pad(m)}-${pad(Math.min(Number(date.slice(8, 10)), length))}`;
}

/** The date after `date`. */
export function nextDay(date: string): string {
  const next = new globalThis.Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** The first day after the period; for a day, the day after. */
export function endOf(period: Period): string {
  return period.months === 0 ? nextDay(period.start) : addMonths(period.start, period.months);
}

/** The period of the same kind and length that is `n` lengths later (earlier when negative). A day moves by days of a year. */
export function shift(period: Period, n: number): Period {
  return { ...period, start: addMonths(period.start, n * (period.months || 12)) };
}

/** Whether two periods share a day. */
export function overlaps(a: Period, b: Period): boolean {
  return a.start < endOf(b) && b.start < endOf(a);
}

/** Orders by start, then by end, then by kind. */
export function comparePeriods(a: Period, b: Period): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  if (a.months !== b.months) return a.months - b.months;
  return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0;
}

/** The later period is the one that ends later. */
export function isLater(a: Period, b: Period): boolean {
  const ends = [endOf(a), endOf(b)] as const;
  return ends[0] > ends[1] || (ends[0] === ends[1] && comparePeriods(a, b) > 0);
}

const LETTER: Readonly<Record<PeriodKind, string>> = {
  day: 'D',
  month: 'M',
  quarter: 'Q',
  calendar: 'C',
  financial: 'F',
  academic: 'A',
  rolling: 'R',
};
const KIND = Object.fromEntries(Object.entries(LETTER).map(([kind, letter]) => [letter, kind])) as Record<string, PeriodKind>;

/** The period as the log writes it: `M2020-05`, `Q2020-04`, `C2017+3`, `F2003`, `A2003`, `R2020-06+12`, `D2010-03-15`. */
export function periodKey(period: Period): string {
  const { kind, start, months } = period;
  const letter = LETTER[kind];
  if (kind === 'day') return letter + start;
  if (kind === 'month' || kind === 'quarter') return letter + start.slice(0, 7);
  if (kind === 'rolling') return `R${start.endsWith('-01') ? start.slice(0, 7) : start}+${months}`;
  return letter + start.slice(0, 4) + (months === 12 ? '' : `+${months / 12}`);
}

const KEY = /^([DMQCFAR])(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:\+(\d{1,4}))?$/;
const FIRST: Readonly<Record<string, string>> = { C: '01-01', F: '04-01', A: '09-01' };

/** The period that `periodKey` wrote; throws on any other text, for the log holds none. */
export function periodFromKey(key: string): Period {
  const [, letter = '', year = '', m, d, length] = KEY.exec(key) ?? [];
  const kind = KIND[letter];
  if (kind === undefined) throw new RangeError(`Not a period key: ${key}`);
  if (kind === 'day') return { kind, start: `${year}-${m}-${d}`, months: 0 };
  if (kind === 'month') return { kind, start: `${year}-${m}-01`, months: 1 };
  if (kind === 'quarter') return { kind, start: `${year}-${m}-01`, months: 3 };
  if (kind === 'rolling') return { kind, start: `${year}-${m}-${d ?? '01'}`, months: Number(length) };
  return { kind, start: `${year}-${FIRST[letter]}`, months: 12 * Number(length ?? 1) };
}

/** The period as people write it: `2020-05`, `2020-Q2`, `2020`, `2003-04`, `2003/04`, `2017-19`, `2013/14-15/16`, `2020-06-01/P12M`, `2010-03-15`. */
export function periodText(period: Period): string {
  const { kind, start, months } = period;
  const year = yearOf(start);
  const last = year + months / 12;
  const two = (n: number): string => pad(n % 100);
  switch (kind) {
    case 'day':
      return start;
    case 'month':
      return start.slice(0, 7);
    case 'quarter':
      return `${pad(year, 4)}-Q${(monthOf(start) + 2) / 3}`;
    case 'calendar':
      return months === 12 ? pad(year, 4) : `${pad(year, 4)}-${two(last - 1)}`;
    case 'financial':
      return months === 12 ? `${pad(year, 4)}-${two(last)}` : `${start}/P${months / 12}Y`;
    case 'academic':
      return months === 12 ? `${pad(year, 4)}/${two(last)}` : `${pad(year, 4)}/${two(year + 1)}-${two(last - 1)}/${two(last)}`;
    default:
      return `${start}/P${months}M`;
  }
}

const NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const wrong = (text: string): Refusal =>
  new Refusal(
    'unreadable-period',
    `"${text.slice(0, 60)}" is not a period; write a month as 2020-05, a quarter as 2020-Q2, a year as 2020, 2003-04 or 2003/04, or an interval as 2017-01-01/P3Y.`,
  );

/**
 * Reads a period as people write it. `expected` settles what text alone cannot: `2001-02` is a month
 * when months are expected and a financial year otherwise; `2015/16` is academic unless financial years are expected.
 */
export function parsePeriod(text: string, expected?: PeriodKind): Period | Refusal {
  const t = text.trim();
  let m: RegExpExecArray | null;
  if ((m = /^(\d{4}-\d{2}-\d{2})(?:T00:00:00Z?)?\/P(\d{1,3})([YM])$/.exec(t))) {
    const months = Number(m[2]) * (m[3] === 'Y' ? 12 : 1);
    if (!isDate(m[1]!) || months < 1) return wrong(t);
    return expected === 'rolling' ? { kind: 'rolling', start: m[1]!, months } : interval(m[1]!, months);
  }
  if (isDate(t)) {
    if (expected === 'month') return t.endsWith('-01') ? month(yearOf(t), monthOf(t)) : wrong(t);
    return day(t);
  }
  if (/^\d{4}$/.test(t)) {
    const year = Number(t);
    return expected === 'financial' ? financialYears(year) : expected === 'academic' ? academicYears(year) : calendarYears(year);
  }
  if ((m = /^(\d{4})[- ]?Q([1-4])$/i.exec(t)) ?? (m = /^(\d{4})\/Q([1-4])$/i.exec(t))) return quarter(Number(m[1]), Number(m[2]));
  if ((m = /^(\d{4})\/(\d{2}|\d{4})$/.exec(t))) {
    const year = Number(m[1]);
    if ((year + 1) % 100 !== Number(m[2]) % 100) return wrong(t);
    return expected === 'financial' ? financialYears(year) : academicYears(year);
  }
  if ((m = /^(\d{4})\/(\d{2})\s?-\s?(?:\d{2})?(\d{2})\/(\d{2})$/.exec(t))) {
    const years = (Number(m[4]) - (Number(m[1]) % 100) + 100) % 100;
    if (years < 1) return wrong(t);
    return expected === 'academic' ? academicYears(Number(m[1]), years) : financialYears(Number(m[1]), years);
  }
  if ((m = /^(\d{4})\s?(?:-|to)\s?(\d{2}|\d{4})$/.exec(t))) return years(t, Number(m[1]), m[2]!, expected);
  if ((m = /^([A-Za-z]{3,9})[ -](\d{4}|\d{2})$/.exec(t))) {
    const index = NAMES.indexOf(m[1]!.slice(0, 3).toLowerCase());
    const year = m[2]!.length === 4 ? Number(m[2]) : 2000 + Number(m[2]);
    return index < 0 ? wrong(t) : month(year, index + 1);
  }
  if (/^\d{6}$/.test(t) && Number(t.slice(4)) >= 1 && Number(t.slice(4)) <= 12) return month(Number(t.slice(0, 4)), Number(t.slice(4)));
  return wrong(t);
}

/** `2003-04`, `2017-19`, `2018-20`, `2014-2015`, `2010 to 2012`. */
function years(text: string, from: number, second: string, expected: PeriodKind | undefined): Period | Refusal {
  const span = second.length === 4 ? Number(second) - from : (Number(second) - (from % 100) + 100) % 100;
  const asMonth = second.length === 2 && Number(second) >= 1 && Number(second) <= 12 && text.charAt(4) === '-' && text.length === 7;
  if (asMonth && (expected === 'month' || (span !== 1 && expected === undefined) || expected === 'quarter')) return month(from, Number(second));
  if (span === 1 && second.length === 2 && expected !== 'calendar') {
    return expected === 'academic' ? academicYears(from) : financialYears(from);
  }
  if (span >= 1 && span < 10) {
    const make = expected === 'financial' ? financialYears : expected === 'academic' ? academicYears : calendarYears;
    return make(from, make === calendarYears ? span + 1 : span);
  }
  return asMonth ? month(from, Number(second)) : wrong(text);
}
