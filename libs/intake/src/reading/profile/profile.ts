import type { PeriodKind } from '#libs/kernel';

/** What a column of a tidy file may stand for. */
export const ROLES = [
  'indicator',
  'area',
  'period',
  'value',
  'numerator',
  'denominator',
  'lower',
  'upper',
  'level',
  'status',
  'breakdown',
] as const;
export type Role = (typeof ROLES)[number];

/** What one indicator name of a file means. Of several meanings the first whose conditions hold is taken. */
export interface Meaning {
  readonly code: string;
  /** What figures and limits are multiplied by, to come into the indicator's unit. */
  readonly scale: number;
  /** The kinds of period accepted; empty for the profile's, else the indicator's own. */
  readonly periods: readonly PeriodKind[];
  /** Text that other columns of the row must hold, by column name in lower case; all in lower case. */
  readonly where: Readonly<Record<string, string>>;
  /** Holds for bodies released before this date only. */
  readonly releasedBefore: string | null;
}

/** A column whose text distinguishes observations of one indicator. */
export interface BreakdownColumn {
  readonly column: string;
  /** What it is called in the breakdown: `sex` in `sex=male`. */
  readonly as: string;
  /** The texts, in lower case, that stand for the whole; the empty text always does. */
  readonly headline: readonly string[];
}

/** How a feed's files are read: a feed's profile, checked and filled in. */
export interface Profile {
  readonly encoding: 'utf-8' | null;
  /** The header names that a role may go by, in order of preference. */
  readonly columns: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly periods: readonly PeriodKind[];
  /** Month and day (`08-01`) from which the publisher writes academic years as intervals; they are of the indicator's academic year. */
  readonly academicFrom: readonly string[];
  /** `status:reason` by the marker's text in lower case. */
  readonly markers: ReadonlyMap<string, string>;
  /** A text in the status column that is no marker is a remark, and the value stands. */
  readonly remarks: boolean;
  /** Rows are kept whose cell in this column is one of these; texts and names in lower case. */
  readonly keep: Readonly<Record<string, readonly string[]>>;
  /** By the indicator's name in the file, in lower case. */
  readonly indicators: ReadonlyMap<string, readonly Meaning[]>;
  readonly breakdowns: readonly BreakdownColumn[];
  /** What a name without a mapping is put under: `<theme>.<slug>`; null to read the cell as a code. */
  readonly theme: string | null;
  /** `force`: what a police file does not name within its force is zero. */
  readonly coverage: 'force' | 'none';
  /** Police force area codes by the force's name in file names, where names alone do not match. */
  readonly forces: Readonly<Record<string, string>>;
  /** Whether an observation that a release no longer carries is dropped: for the whole indicator, or between its first and last period. */
  readonly complete: 'none' | 'indicator' | 'window';
  /** Beginnings of area codes that lie outside what the feed is about: unless the catalogue has the area, their rows are ignored. */
  readonly outside: readonly string[];
  /** `{released}`, `{month}`, `{force}` and `*` in a pattern of the file's own name. */
  readonly fileName: readonly string[];
  /** The status of a figure that states none. */
  readonly status: string;
  /** The confidence level, in per cent, of limits that state none. */
  readonly level: number;
}

/** The slug of a name: lower case, letters and digits, dashes between words. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
}
