import { isUtf8 } from 'node:buffer';
import { Refusal } from '#libs/kernel';
import type { ByteWindow } from '../../reading/byte-window.js';
import { Cells } from '../../reading/cells.js';
import { lineTooLong } from '../../reading/decode.js';
import type { StatementSink } from '../../reading/statement-sink.js';
import { type ReadingLimits, tooManyRows } from '../../reading/limits.js';
import type { Table } from '../../reading/table.js';
import type { JsonShape } from './json-shape.js';
import { cellIn, isObject, listIn, parsed } from './json-values.js';

/** So many characters at most are written one by one. */
const SHORT = 32;
const [LF, BRACE, BRACKET] = [0x0a, 0x7b, 0x5b] as const;

/** Whether the text begins as JSON: an object or a list. */
export function beginsAsJson({ bytes, pos, limit }: ByteWindow): boolean {
  let p = pos;
  while (p < limit && bytes[p]! <= 0x20) p++;
  return p < limit && (bytes[p] === BRACE || bytes[p] === BRACKET);
}

/**
 * Reads observations as JSON: one object a line; or a list of objects, or an object whose `observations` are one,
 * held whole. Each object becomes the cells of a row, so that the rules are those of the CSV.
 */
export class JsonRows {
  private readonly cells = new Cells();
  /** How much further than its row a line lies, as the sink was last told. */
  private ahead = 0;
  /** Lines that are no UTF-8. */
  private unreadable = 0;
  private scratch = Buffer.allocUnsafeSlow(4096);

  constructor(
    private readonly window: ByteWindow,
    private readonly table: Table,
    /** The keys that are read; others do no harm. */
    private readonly keys: readonly string[],
    private readonly sink: StatementSink,
    private readonly limits: ReadingLimits,
    private readonly shape: JsonShape,
  ) {}

  async toTheEnd(): Promise<number | Refusal> {
    const header = this.table.header(this.keys);
    if (header instanceof Refusal) return header;
    this.cells.line = 0; // Counted before each line.
    const rows = await (this.isByLine() ? this.byLine() : this.whole());
    if (rows instanceof Refusal) return rows;
    return rows > 0 && rows === this.unreadable ? NOT_UTF8 : (this.shape.refusal(rows) ?? rows);
  }

  /** A first line that is an object of its own, and not a list's wrapping. */
  private isByLine(): boolean {
    const { bytes, pos, limit, final } = this.window;
    const end = bytes.indexOf(LF, pos);
    if (end >= limit && !final) return false;
    const first = parsed(bytes.subarray(pos, Math.min(end, limit)));
    return isObject(first) && !(Object.hasOwn(first, 'observations') && Array.isArray(first['observations']));
  }

  private async byLine(): Promise<number | Refusal> {
    const { window, limits } = this;
    for (;;) {
      for (let end = this.lineEnd(); end >= 0; end = this.lineEnd()) {
        const line = window.bytes.subarray(window.pos, end);
        if (line.length > limits.lineBytesMax) return lineTooLong(limits.lineBytesMax);
        window.pos = Math.min(end + 1, window.limit);
        this.cells.line++;
        if (isBlank(line)) continue;
        if (++this.cells.row > limits.rowsMax) return tooManyRows(limits.rowsMax);
        if (this.cells.line - this.cells.row !== this.ahead) this.noteLine();
        if (isUtf8(line)) this.object(parsed(line));
        else this.notUtf8();
      }
      if (window.tooLong) return lineTooLong(limits.lineBytesMax);
      await this.sink.progress(this.cells.row, window.total);
      if (window.final) return this.cells.row;
      await window.more();
    }
  }

  private notUtf8(): void {
    this.unreadable++;
    this.refuse('invalid-utf8', 'The line is not valid UTF-8, which JSON must be.');
  }

  private noteLine(): void {
    const { row, line } = this.cells;
    this.ahead = line - row;
    this.sink.linesFrom(row, line);
  }

  private lineEnd(): number {
    const { bytes, pos, limit, final } = this.window;
    const end = bytes.indexOf(LF, pos);
    if (end < 0 || end >= limit) return final && pos < limit ? limit : -1;
    return end;
  }

  private async whole(): Promise<number | Refusal> {
    const { window, limits } = this;
    while (!window.final) {
      if (window.limit - window.pos > limits.jsonBytesMax) return tooMuchJson(limits.jsonBytesMax);
      await window.more();
    }
    const bytes = window.bytes.subarray(window.pos, window.limit);
    if (bytes.length > limits.jsonBytesMax) return tooMuchJson(limits.jsonBytesMax);
    if (!isUtf8(bytes)) return NOT_UTF8;
    const list = listIn(parsed(bytes));
    if (!Array.isArray(list)) {
      return new Refusal(
        'not-json',
        'The body begins as JSON but is not a list of observations, nor one a line; check it with a JSON reader.',
      );
    }
    for (const each of list as unknown[]) {
      this.cells.row++;
      this.object(each);
    }
    await this.sink.progress(this.cells.row, window.total);
    return this.cells.row;
  }

  /** Keys are looked up by name among the object's own: a key such as `__proto__` is data like any other, and unread. */
  private object(value: unknown): void {
    if (!isObject(value)) return this.refuse('not-json', 'The row is not a JSON object; write one object for each observation.');
    const { cells, keys } = this;
    this.shape.note(value);
    const unread = this.shape.unreadKeys(value);
    if (unread !== undefined) return this.refuse('unexpected-keys', unread);
    let to = 0;
    for (let i = 0; i < keys.length; i++) {
      const text = cellIn(value, keys[i]!);
      if (text === undefined) return this.refuse('not-json', 'A value is neither a text, a number nor null; write one of these.', keys[i]);
      cells.starts[i] = to;
      if (text !== '') to = this.write(text, to);
      cells.ends[i] = to;
    }
    cells.bytes = this.scratch;
    cells.count = keys.length;
    this.table.row(cells);
    this.table.object?.(value, cells.row);
  }

  /** Codes and numbers are short and plain: byte by byte they cost less than one call into the runtime. */
  private write(text: string, at: number): number {
    this.makeRoom(at, text.length * 3);
    const { scratch } = this;
    if (text.length > SHORT) return at + scratch.write(text, at);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return at + scratch.write(text, at);
      scratch[at + i] = code;
    }
    return at + text.length;
  }

  private makeRoom(used: number, more: number): void {
    if (used + more <= this.scratch.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (used + more));
    this.scratch.copy(larger, 0, 0, used);
    this.scratch = larger;
  }

  private refuse(code: string, detail: string, column: string | null = null): void {
    this.sink.refuse({ row: this.cells.row, column, code, detail, retryable: false });
  }
}

const NOT_UTF8 = new Refusal('invalid-utf8', 'The body is not valid UTF-8, which JSON must be; save it as UTF-8 and send it again.');

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte <= 0x20);

const tooMuchJson = (max: number): Refusal =>
  new Refusal(
    'json-too-large',
    `JSON in one piece may be ${max} bytes long; send one object a line (NDJSON) instead, which has no such bound.`,
    { bytesMax: max },
  );
