/** The widest row that is looked at; wider ones are refused by their count alone. */
export const CELLS_MAX = 1024;

/** One row as byte ranges: cell i is `bytes[starts[i], ends[i])`. The same object holds the next row in its turn. */
export class Cells {
  bytes: Uint8Array = new Uint8Array(0);
  readonly starts = new Int32Array(CELLS_MAX);
  readonly ends = new Int32Array(CELLS_MAX);
  /** How many cells the row has; may be above `CELLS_MAX`. */
  count = 0;
  /** Counted from 1 for the first row after the header. */
  row = 0;
  /** The physical line at which the row begins, counted from 1. */
  line = 1;
  /** A comma in a number is its decimal mark. */
  decimalComma = false;

  /** Makes missing trailing cells empty. */
  padTo(count: number): void {
    for (let i = this.count; i < count; i++) this.starts[i] = this.ends[i] = 0;
    if (count > this.count) this.count = count;
  }
}
