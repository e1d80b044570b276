import { isAscii, isUtf8 } from 'node:buffer';
import { Refusal } from '#libs/kernel';
import { ByteWindow } from './byte-window.js';
import { Cells } from './cells.js';
import { CsvRows } from './csv-rows.js';
import { lineTooLong } from './decode.js';
import { likelyHeader, unexpectedHeader } from './likely-header.js';
import { type ReadingLimits, tooManyRows } from './limits.js';
import { namesOf } from './names.js';
import { RowShape } from './row-shape.js';
import { HEADER_WITHIN, separationOf } from './separator.js';
import type { StatementSink } from './statement-sink.js';
import { TextBody } from './text-body.js';

/** What a table's rows mean: one format's side of the reading. */
export interface Table {
  /** The columns that a header must name, as a person would look for them. */
  readonly expected: readonly string[];
  /** Whether these names are the header; remembers the columns when they are. A refusal refuses the body. */
  header(names: readonly string[]): boolean | Refusal;
  /** One row. It ends in exactly one of: taken, refused, ignored. */
  row(cells: Cells): void;
  /** The object that the row before came as, where it did: it may have more keys than are read. */
  object?(value: Readonly<Record<string, unknown>>, row: number): void;
}

/** How a body is to be read. */
export interface TableOptions {
  readonly limits: ReadingLimits;
  /** Rows that are not UTF-8 are refused; else they are read as cp1252, and a note says so. */
  readonly utf8Only: boolean;
}

/** Opens a body as text and reads it; the text's own refusal comes first, for it explains any other. */
export async function readText<T>(
  body: AsyncIterable<Uint8Array>,
  limits: ReadingLimits,
  read: (window: ByteWindow) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const text = new TextBody(body);
  const window = new ByteWindow(text, limits.lineBytesMax);
  try {
    await window.more();
    const outcome = text.refusal ?? (await read(window));
    return text.refusal ?? outcome;
  } finally {
    await window.close();
  }
}

/** Reads the CSV in a window to its end, row by row; gives the number of rows after the header. */
export function readTable(window: ByteWindow, table: Table, sink: StatementSink, options: TableOptions): Promise<number | Refusal> {
  return new TableReading(window, table, sink, options).toTheEnd();
}

class TableReading {
  private readonly cells = new Cells();
  private readonly rows: CsvRows;
  private shape: RowShape | undefined; // Once the header is found.
  /** The lines before the header. */
  private readonly before: string[][] = [];
  private noted = false;
  /** How much further than its row a line lies, as the sink was last told. */
  private ahead = 0;

  constructor(
    private readonly window: ByteWindow,
    private readonly table: Table,
    private readonly sink: StatementSink,
    private readonly options: TableOptions,
  ) {
    const { separator, decimalComma } = separationOf(window, table);
    this.rows = new CsvRows(window, this.cells, separator);
    this.cells.decimalComma = decimalComma;
    if (decimalComma)
      sink.note(
        'decimal-comma',
        'Numbers are read with a decimal comma: 1,5 is one and a half, and 1.234 is a thousand two hundred and thirty-four.',
      );
  }

  async toTheEnd(): Promise<number | Refusal> {
    const { window } = this;
    for (;;) {
      const refusal = this.readWindow();
      if (refusal) return refusal;
      await this.sink.progress(this.cells.row, window.total);
      if (window.final) break;
      await window.more();
    }
    if (this.shape) {
      if (this.cells.row === 0) this.sink.note('no-rows', 'The file has a header and no row: nothing is recorded.');
      return this.cells.row;
    }
    if (this.before.length > 0) return this.noHeader();
    return new Refusal('empty-body', 'The body holds nothing; send the file with its header line.');
  }

  private readWindow(): Refusal | undefined {
    const { window, rows } = this;
    const plain = isAscii(window.bytes.subarray(window.pos, window.limit));
    while (rows.next()) {
      const refusal = this.bounds() ?? (this.shape ? undefined : this.lookForHeader());
      if (refusal) return refusal;
      this.row(plain);
    }
    return window.tooLong ? lineTooLong(this.options.limits.lineBytesMax) : undefined;
  }

  /** Hands on a row behind the header. */
  private row(isAscii: boolean): void {
    const { shape, cells } = this;
    if (shape && cells.row > 0 && (isAscii || this.readable()) && this.fits(shape)) this.table.row(cells);
  }

  /** Counts the row when the header is behind it; says which bound of the whole body it breaks. */
  private bounds(): Refusal | undefined {
    const { rows, cells } = this;
    const { lineBytesMax, rowsMax } = this.options.limits;
    if (this.shape) {
      cells.row++;
      if (cells.line - cells.row !== this.ahead) this.noteLine();
    }
    if (rows.rowEnd - rows.rowStart > lineBytesMax) return lineTooLong(lineBytesMax);
    if (rows.unclosed) return this.unclosed();
    return cells.row > rowsMax ? tooManyRows(rowsMax) : undefined;
  }

  private noteLine(): void {
    const { row, line } = this.cells;
    this.ahead = line - row;
    this.sink.linesFrom(row, line);
  }

  private unclosed(): Refusal {
    return new Refusal(
      'unclosed-quote',
      `The body ends inside quotes that open in row ${this.cells.row} (line ${this.cells.line}); close them, or send the whole file.`,
    );
  }

  private lookForHeader(): Refusal | undefined {
    const { cells } = this;
    const names = namesOf(cells);
    const found = this.table.header(names);
    if (found instanceof Refusal) return found;
    if (found) this.shape = new RowShape(cells);
    else if (this.before.push(names) >= HEADER_WITHIN) return this.noHeader();
    return undefined;
  }

  private noHeader(): Refusal {
    return unexpectedHeader(this.table.expected, likelyHeader(this.before));
  }

  /** Whether the row is one of data; what is none is refused, or ignored where it repeats the header. */
  private fits(shape: RowShape): boolean {
    const { rows, cells, sink } = this;
    if (shape.isBlank(cells)) {
      sink.ignore('empty-row');
      return false;
    }
    const wrong = shape.fault(cells, rows.separatorsALine);
    if (wrong) this.refuse(wrong.code, wrong.detail);
    else if (shape.repeatsHeader(cells)) sink.ignore('repeated-header');
    else return true;
    return false;
  }

  private readable(): boolean {
    const { window, rows, options } = this;
    if (isUtf8(window.bytes.subarray(rows.rowStart, rows.rowEnd)) || this.cellsAreUtf8()) return true;
    if (options.utf8Only) {
      this.refuse('invalid-utf8', 'The row is not valid UTF-8, which this feed insists on; save the file as UTF-8.');
      return false;
    }
    if (!this.noted) this.sink.note('cp1252', `Not UTF-8 from row ${this.cells.row} on: read as Windows-1252 (cp1252).`);
    this.noted = true;
    return true;
  }

  /** Undoubling quotes leaves scraps behind its cell, so a row may look broken while each of its cells is whole. */
  private cellsAreUtf8(): boolean {
    const { bytes, starts, ends, count } = this.cells;
    for (let i = 0; i < Math.min(count, starts.length); i++) if (!isUtf8(bytes.subarray(starts[i], ends[i]))) return false;
    return count <= starts.length;
  }

  private refuse(code: string, detail: string): void {
    this.sink.refuse({ row: this.cells.row, column: null, code, detail, retryable: false });
  }
}
