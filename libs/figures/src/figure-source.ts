import { type Period, periodKey } from '#libs/kernel';
import { statusText } from './columns.js';
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

/** Sees one current headline value: of the area in this slot, in this period (as `periodKey` writes it). */
export type SeeValue = (slot: number, period: string, value: number | null, status: string) => void;

/** Gives figures at one cut of the log. */
export abstract class FigureSource {
  /** Figures of several areas in order of period; an area of which nothing is known has an empty series. */
  abstract many(indicator: string, areas: readonly string[], breakdown?: string): Promise<ReadonlyMap<string, Series>>;

  async series(indicator: string, area: string, breakdown = ''): Promise<Series> {
    return (await this.many(indicator, [area], breakdown)).get(area) ?? [];
  }

  /** Shows every current headline value of these areas (code to slot), in no order: for sums over thousands of areas. */
  async visit(indicator: string, slots: ReadonlyMap<string, number>, see: SeeValue): Promise<void> {
    for (const [area, series] of await this.many(indicator, [...slots.keys()])) {
      for (const { period, figure } of series) {
        see(slots.get(area)!, periodKey(period), figure.value, statusText(figure.status, figure.reason));
      }
    }
  }
}

/** Which figures: those that the log held, and that publishers had released, at a time. Everything when empty. */
export interface Cut {
  /** Only what had counted at this position of the log. */
  readonly position?: string;
  /** Only what had counted at this moment (ISO). */
  readonly moment?: string;
  /** Only what publishers had released by this date, however late we received it. */
  readonly releasedBy?: string;
}
