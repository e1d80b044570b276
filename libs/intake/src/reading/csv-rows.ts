import { CELLS_MAX, type Cells } from './cells.js';
import type { ByteWindow } from './byte-window.js';

const [COMMA, LF, CR, QUOTE] = [44, 10, 13, 34] as const;
const INCOMPLETE = -1;

/**
 * Finds the rows of CSV in a window of bytes: commas (or another separator), quotes and doubled quotes, LF, CRLF or bare CR, line ends
 * inside quotes. Blank lines are passed over. It makes no string and no object.
 */
export class CsvRows {
  /** Where the row at hand begins and ends in the window. */
  rowStart = 0;
  rowEnd = 0;
  /** The body ended inside quotes. */
  unclosed = false;
  /** How many separators each line of a row of several lines has, in quotes or not; -1 where they differ, and for a row of one line. */
  separatorsALine = -1;
  private doubled = false;
  /** The line that `window.pos` is at, and whether the byte before was a CR, so that CRLF across two windows is one line end. */
  private line = 1;
  private afterCr = false;
  /** Line ends inside the quotes of the row at hand: counted when the row is whole. */
  private linesInside = 0;
  /** Cells to undouble, four numbers each: done only when the row is whole, for an incomplete one is read again. */
  private readonly untidy: number[] = [];

  constructor(
    private readonly window: Pick<ByteWindow, 'bytes' | 'pos' | 'limit' | 'final'>,
    private readonly cells: Cells,
    private readonly separator: number = COMMA,
  ) {}

  /** Reads the next whole row into the cells; false when the window holds none (any more). */
  // eslint-disable-next-line complexity -- the innermost loop of all reading: one pass, one compare a byte.
  next(): boolean {
    const { window, cells, separator } = this;
    const { bytes, limit } = window;
    const { starts, ends } = cells;
    const plain = separator > CR ? separator : CR; // Every byte above is text.
    let p = this.passLineEnds();
    if (p >= limit) return false;
    let n = 0;
    this.rowStart = p;
    this.untidy.length = 0;
    for (;;) {
      const at = n < CELLS_MAX ? n : CELLS_MAX - 1;
      if (bytes[p] === QUOTE) {
        p = this.quoted(p, at);
        if (p === INCOMPLETE) return false;
      } else {
        starts[at] = p;
        let c = bytes[p]!;
        while (c > plain || (c !== separator && c !== LF && c !== CR)) c = bytes[++p]!;
        ends[at] = p;
      }
      n++;
      if (p >= limit) {
        if (!window.final) return false;
        break;
      }
      if (bytes[p] !== separator) break;
      p++;
    }
    this.separatorsALine = this.linesInside > 0 ? evenly(bytes.subarray(this.rowStart, p), separator) : -1;
    if (this.untidy.length > 0) this.tidy();
    cells.bytes = bytes;
    cells.count = n;
    cells.line = this.line;
    this.line += this.linesInside;
    this.rowEnd = p;
    window.pos = p;
    return true;
  }

  /** Counts the line ends before the next row, and gives where it begins. */
  private passLineEnds(): number {
    const { window } = this;
    const { bytes, limit } = window;
    let p = window.pos;
    for (let c = bytes[p]; p < limit && (c === LF || c === CR); c = bytes[++p]) {
      if (c === CR || !this.afterCr) this.line++;
      this.afterCr = c === CR;
    }
    if (p < limit) this.afterCr = false;
    this.linesInside = 0;
    return (window.pos = p);
  }

  /** A cell in quotes: gives where it ends, or `INCOMPLETE`. */
  // eslint-disable-next-line complexity -- part of that loop.
  private quoted(open: number, at: number): number {
    const { separator } = this;
    const { bytes, limit, final } = this.window;
    const close = this.closing(open + 1);
    if (close >= limit && !final) return INCOMPLETE;
    this.unclosed = close >= limit;
    const tail = Math.min(close + 1, limit);
    let p = tail;
    while (p < limit && bytes[p] !== separator && bytes[p] !== LF && bytes[p] !== CR) p++;
    if (p >= limit && !final) return INCOMPLETE;
    this.cells.starts[at] = open + 1;
    this.cells.ends[at] = close;
    if (this.doubled || p > tail) this.untidy.push(at, close, tail, p);
    return p;
  }

  private closing(from: number): number {
    const { bytes, limit } = this.window;
    this.doubled = false;
    for (let p = from; p < limit; p++) {
      if (bytes[p] !== QUOTE) {
        if (bytes[p] === LF || (bytes[p] === CR && bytes[p + 1] !== LF)) this.linesInside++;
        continue;
      }
      if (p + 1 >= limit || bytes[p + 1] !== QUOTE) return p;
      this.doubled = true;
      p++;
    }
    return limit;
  }

  /** Undoubles quotes in place. What stands between a closing quote and the comma is kept behind the text, as spreadsheets do. */
  private tidy(): void {
    const { bytes } = this.window;
    const { starts, ends } = this.cells;
    for (let i = 0; i < this.untidy.length; i += 4) {
      const [at, close, tail, end] = this.untidy.slice(i, i + 4) as [number, number, number, number];
      let to = starts[at]!;
      for (let p = to; p < close; p++) {
        bytes[to++] = bytes[p]!;
        if (bytes[p] === QUOTE) p++;
      }
      for (let p = tail; p < end; p++) bytes[to++] = bytes[p]!;
      ends[at] = to;
    }
  }
}

/** How often the byte stands in each line; -1 where lines differ in that. */
function evenly(lines: Uint8Array, byte: number): number {
  let all = -1;
  let count = 0;
  for (let p = 0; p <= lines.length; p++) {
    if (lines[p] === byte) count++;
    if (p < lines.length && lines[p] !== LF && lines[p] !== CR) continue;
    if (lines[p] === LF && lines[p - 1] === CR) continue;
    if (all >= 0 && count !== all) return -1;
    all = count;
    count = 0;
  }
  return all;
}
