/**
 * The events of a register, as the log writes them: columns, many observations each.
 * A storage format: each version ever written has a golden file in test/golden/events.
 */

/** A column of numbers, one a cell; left out when it would hold nulls alone. */
export type Column = readonly (number | null)[];

/** The cells of one period and breakdown, in ascending order of area index. */
export interface Cells {
  /** As `periodKey` writes it. */
  readonly period: string;
  /** Left out for the headline. */
  readonly breakdown?: string;
  /** Runs of indexes into the register's areas: first, length, first, length ... */
  readonly areas: readonly number[];
}

/** Cells with what is stated of them. */
export interface FigureCells extends Cells {
  readonly value: Column;
  readonly numerator?: Column;
  readonly denominator?: Column;
  readonly lower?: Column;
  readonly upper?: Column;
  /** One level for all the limits, or one a cell. */
  readonly level?: number | Column;
  /** `status` or `status:reason`, for all cells or one a cell. */
  readonly status: string | readonly string[];
}

/** Cells, and the source row of each: the first, then differences. Left out where figures are counted, not read. */
export interface Sourced {
  readonly row?: readonly number[];
}

/** Whose statement it is. */
interface Stated {
  /** The submission's id. */
  readonly submission: string;
  /** When its publisher released it: a date. */
  readonly released: string;
  /** Codes that join the register's list of areas with this event, without the register's seven characters. */
  readonly areas?: readonly string[];
}

/** The first statement of each observation in release order. */
export interface FiguresRecorded {
  readonly type: 'FiguresRecorded';
  readonly data: Stated & { readonly v: 1; readonly cells: readonly (FigureCells & Sourced)[] };
}

/** Statements that differ from the one before them in release order, with what it was. */
export interface FiguresRevised {
  readonly type: 'FiguresRevised';
  readonly data: Stated & {
    readonly v: 1;
    readonly cells: readonly (FigureCells & Sourced & { readonly was: Omit<FigureCells, keyof Cells> })[];
  };
}

/** Statements that repeat the one before them in release order. */
export interface FiguresConfirmed {
  readonly type: 'FiguresConfirmed';
  readonly data: Stated & { readonly v: 1; readonly cells: readonly (Cells & Sourced)[] };
}

/** A complete release no longer carries these observations: they are missing from its date on. */
export interface FiguresDropped {
  readonly type: 'FiguresDropped';
  readonly data: Stated & { readonly v: 1; readonly cells: readonly Cells[] };
}

export type RegisterEvent = FiguresRecorded | FiguresRevised | FiguresConfirmed | FiguresDropped;

/** How many observations one event may hold. */
export const OBSERVATIONS_MAX = 2000;

/** The register that keeps an observation: a pure function of its key, never of the catalogue. */
export function registerStream(indicator: string, area: string, year: string): string {
  return `register-${indicator}-${area.slice(0, 7)}-${year}`;
}

const REGISTER = /^register-(.+)-([A-Z][0-9]{6})-(\d{4})$/;

/** What a register's name says; undefined for the name of anything else. */
export function registerKey(stream: string): { indicator: string; prefix: string; year: string } | undefined {
  const [, indicator, prefix, year] = REGISTER.exec(stream) ?? [];
  return indicator === undefined ? undefined : { indicator, prefix: prefix!, year: year! };
}
