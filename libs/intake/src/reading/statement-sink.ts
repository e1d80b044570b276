import type { RefusedRow } from '../domain/submission-events.js';

/** A row that a format refuses; the sink knows its line. */
export interface RowRefusal extends Omit<RefusedRow, 'line'> {
  /** The text that cannot be taken, by which rows are grouped. */
  readonly subject?: string;
}

/**
 * Where a format puts what it reads, one observation at a time. Texts are interned once and then stand as
 * small numbers, so that a row costs no object. Numbers that are not stated are NaN.
 */
export abstract class StatementSink {
  /** The number of an indicator's code, to use in `add`. */
  abstract indicator(code: string): number;
  abstract area(code: string): number;
  /** Of a period's key, as `periodKey` writes it. */
  abstract period(key: string): number;
  /** Of a breakdown; the headline, '', is 0. */
  abstract breakdown(text: string): number;
  /** Of `status` or `status:reason`. */
  abstract status(text: string): number;

  /**
   * States one observation. `row` is the source row, counted from 1 for the first row after the header; 0 for a
   * counted figure. Numbers hold 12 significant digits already.
   */
  abstract add(
    indicator: number,
    area: number,
    period: number,
    breakdown: number,
    status: number,
    row: number,
    value: number,
    numerator: number,
    denominator: number,
    lower: number,
    upper: number,
    level: number,
  ): void;

  /** A row that cannot be taken. Counted always, kept up to a bound. */
  abstract refuse(refused: RowRefusal): void;
  /** A row that is rightly left out, by the reason's code. */
  abstract ignore(code: string): void;
  /** From this row on, each row begins at the next line after the one before: called again where that changes. */
  abstract linesFrom(row: number, line: number): void;
  /** Something to know that refuses nothing. */
  abstract note(code: string, detail: string): void;
  /** Every so often while reading: rows so far; resolves when the sink is ready for more (it may be writing to disk). */
  abstract progress(rows: number, bytes: number): Promise<void>;
}
