/** So many changes are kept (8 bytes each): a file with a line end inside every cell has one at each row. */
const CHANGES_MAX = 1 << 22;

/** At which physical line each row of a file begins: rows follow each other line by line, save where a change is noted. */
export class SourceLines {
  private rows = new Uint32Array(16);
  private lines = new Uint32Array(16);
  private changes = 0;
  /** Beyond this row the lines are not known any more. */
  private lastRow = Infinity;

  constructor(private readonly changesMax = CHANGES_MAX) {}

  /** From this row on, rows begin at this line and those after it. Rows come in ascending order. */
  from(row: number, line: number): void {
    if (this.changes === this.changesMax) {
      this.lastRow = Math.min(this.lastRow, row - 1);
      return;
    }
    if (this.changes === this.rows.length) {
      this.rows = doubled(this.rows);
      this.lines = doubled(this.lines);
    }
    this.rows[this.changes] = row;
    this.lines[this.changes++] = line;
  }

  /** The line of a row; null where it is not known. */
  of(row: number): number | null {
    if (row < 1 || row > this.lastRow) return null;
    let [low, high] = [0, this.changes];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.rows[middle]! <= row) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? row : this.lines[low - 1]! + row - this.rows[low - 1]!;
  }
}

function doubled(from: Uint32Array): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(2 * from.length);
  to.set(from);
  return to;
}
