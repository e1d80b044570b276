import { Refusal } from '#libs/kernel';

/** One row as its cells, with its number: 1 for the first after the header. */
export interface CsvRow {
  readonly number: number;
  readonly cells: readonly string[];
}

const CELLS_MAX = 200;

/** Splits CSV text into its rows, quoted cells and doubled quotes included; empty lines are left out. The header comes first, as row 0. */
export function* csvRows(text: string): Generator<CsvRow | Refusal> {
  const lines = new Lines(text);
  for (let number = 0; ;) {
    const line = lines.next();
    if (line === undefined) return;
    if (line.trim() === '') continue;
    const cells = line.includes('"') ? quotedCells(line) : line.split(',');
    if (cells === undefined || cells.length > CELLS_MAX) {
      yield new Refusal('unreadable-row', `Row ${number} cannot be split into cells: a quoted cell does not end, or there are too many.`, {
        row: number,
      });
      return;
    }
    yield { number, cells };
    number += 1;
  }
}

/** The lines of a text one by one; a line break inside quotes belongs to its line. */
class Lines {
  private at: number;
  /** Where the next quote stands, so that a text without quotes is searched for them once. */
  private quote: number;

  constructor(private readonly text: string) {
    this.at = text.startsWith('\uFEFF') ? 1 : 0;
    this.quote = text.indexOf('"', this.at);
  }

  next(): string | undefined {
    if (this.at >= this.text.length) return undefined;
    const end = this.end();
    const line = this.text.slice(this.at, this.text[end - 1] === '\r' ? end - 1 : end);
    this.at = end + 1;
    return line;
  }

  private end(): number {
    let end = this.breakAfter(this.at);
    while (this.quote >= 0 && this.quote < end) {
      const closing = this.text.indexOf('"', this.quote + 1);
      if (closing < 0) return this.text.length;
      if (closing > end) end = this.breakAfter(closing);
      this.quote = this.text.indexOf('"', closing + 1);
    }
    return end;
  }

  private breakAfter(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }
}

function quotedCells(line: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; at <= line.length;) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at) < 0 ? line.length : line.indexOf(',', at);
      cells.push(line.slice(at, end));
      at = end + 1;
      continue;
    }
    let end = line.indexOf('"', at + 1);
    while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
    if (end < 0 || (end + 1 < line.length && line[end + 1] !== ',')) return undefined;
    cells.push(line.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 2;
  }
  return cells;
}
