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
export const calendarYears = (from: number, years = 1): Period => ({
  kind: 'calendar',
  start: `${pad(from, 4)}-01-01`,
  months: 12 * years,
});
export const financialYears = (from: number, years = 1): Period => ({
  kind: 'financial',
  start: `${pad(from, 4)}-04-01`,
  months: 12 * years,
});
export const academicYears = (from: number, years = 1): Period => ({
  kind: 'academic',
  start: `${pad(from, 4)}-09-01`,
  months: 12 * years,
});
export const day = (date: string): Period => ({ kind: 'day', start: date, months: 0 });

/** By month, day and length: what an interval that begins then is called. */
const NAMED: Readonly<Record<string, PeriodKind | undefined>> = {
  '01-01 3': 'quarter',
  '04-01 3': 'quarter',
  '07-01 3': 'quarter',
  '10-01 3': 'quarter',
  '01-01 12': 'calendar',
  '04-01 12': 'financial',
  '09-01 12': 'academic',
};

/** The months from `start` on, under the name that a year of that length and start has; else `rolling`. */
export function interval(start: string, months: number): Period {
  if (months === 0) return { kind: 'day', start, months };
  return {
    kind: NAMED[`${start.slice(5)} ${months % 12 === 0 ? 12 : months}`] ?? (months === 1 && start.endsWith('-01') ? 'month' : 'rolling'),
    start,
    months,
  };
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
export const nextDay = (date: string): string => addDays(date, 1);

/** The date `days` days after `date`, or before it. */
export function addDays(date: string, days: number): string {
  const next = new globalThis.Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + days);
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
