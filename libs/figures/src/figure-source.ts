import type { Period } from '#libs/kernel';
import type { Figure } from './figure.js';

/** Where a fed figure comes from. */
export interface Provenance {
  readonly submission: string;
  /** The source row; null for counted figures. */
  readonly row: number | null;
  /** The release date of the statement that stands. */
  readonly released: string;
  /** When the log took the submission's completion, an ISO moment. */
  readonly recordedAt: string;
}

/** One figure of a series, as known at the source's cut of the log. */
export interface Known {
  readonly period: Period;
  readonly figure: Figure;
  /** Null for a derived figure. */
  readonly provenance: Provenance | null;
  /** For a derived figure: what it was made from; null for a fed one. */
  readonly derivedFrom: DerivedFrom | null;
  /** When both an official figure and a derived one exist, the official one stands and says so here. */
  readonly official?: boolean;
}

export interface DerivedFrom {
  readonly indicators: readonly string[];
  /** How many figures went in, of how many that were needed. */
  readonly parts: number;
  readonly needed: number;
  readonly rule: 'sum-of-parts' | 'sum-over-periods' | 'rate';
}

/** Figures in order of period. */
export type Series = readonly Known[];

/** Gives figures at one cut of the log. `series` of one area, `many` of several at once (an empty series where nothing is known). */
export abstract class FigureSource {
  abstract series(indicator: string, area: string, breakdown?: string): Promise<Series>;
  abstract many(indicator: string, areas: readonly string[], breakdown?: string): Promise<ReadonlyMap<string, Series>>;
}

/** Moments and dates to ask as of. */
export interface Cut {
  /** Only what the log held up to this position. */
  readonly asOf?: string;
  /** Only what publishers had released by this date, however late it came. */
  readonly releasedBy?: string;
}
