import type { Period, PeriodKind } from './period.js';

const pad = (n: number): string => String(n % 100).padStart(2, '0');

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
/** Months of one length, by letter; a rolling period states its own. */
const MONTHS: Readonly<Record<string, number>> = { D: 0, M: 1, Q: 3, C: 12, F: 12, A: 12 };

/** The period that `periodKey` wrote; throws on any other text, for the log holds none. */
export function periodFromKey(key: string): Period {
  const [, letter = '', year = '', m, d = '01', length = '1'] = KEY.exec(key) ?? [];
  const kind = KIND[letter];
  if (kind === undefined) throw new RangeError(`Not a period key: ${key}`);
  const start = `${year}-${FIRST[letter] ?? `${m}-${d}`}`;
  return { kind, start, months: (MONTHS[letter] ?? 1) * Number(length) };
}

/** The period as people write it: `2020-05`, `2020-Q2`, `2020`, `2003-04`, `2003/04`, `2017-19`, `2013/14-15/16`, `2020-06-01/P12M`, `2010-03-15`. */
export function periodText(period: Period): string {
  const { start, months } = period;
  const year = Number(start.slice(0, 4));
  return TEXT[period.kind](start, year, year + months / 12, months);
}

/** How each kind is written, from its start, its first year, the year after its last, and its months. */
const TEXT: Readonly<Record<PeriodKind, (start: string, year: number, end: number, months: number) => string>> = {
  day: (start) => start,
  month: (start) => start.slice(0, 7),
  quarter: (start) => `${start.slice(0, 4)}-Q${(Number(start.slice(5, 7)) + 2) / 3}`,
  calendar: (start, year, end) => (end === year + 1 ? start.slice(0, 4) : `${start.slice(0, 4)}-${pad(end - 1)}`),
  financial: (start, year, end) => (end === year + 1 ? `${start.slice(0, 4)}-${pad(end)}` : `${start}/P${end - year}Y`),
  academic: (start, year, end) =>
    end === year + 1 ? `${start.slice(0, 4)}/${pad(end)}` : `${start.slice(0, 4)}/${pad(year + 1)}-${pad(end - 1)}/${pad(end)}`,
  rolling: (start, _year, _end, months) => `${start}/P${months}M`,
};
