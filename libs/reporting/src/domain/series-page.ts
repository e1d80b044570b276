import type { RegisterPage } from '#libs/figures';

/** The current figures of one register, and what it is found by. */
export interface SeriesPage extends RegisterPage {
  readonly key: string;
  readonly year: string;
}

/** Under which all years of an indicator's areas with this prefix (the register's seven characters) are found. */
export const seriesKey = (indicator: string, prefix: string): string => `${indicator}|${prefix}`;
