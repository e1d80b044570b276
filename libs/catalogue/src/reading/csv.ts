import { Refusal } from '#libs/kernel';

/** One row as its cells, with its number: 1 for the first after the header. */
export interface CsvRow {
  readonly number: number;
  readonly cells: readonly string[];
}

const CELLS_MAX = 200;

/** Splits CSV text into its rows, quoted cells and doubled quotes included; empty lines are left out. The header comes first, as row 0. */
export function* csvRows(text: string): Generator<CsvRow | Refusal> {
  let number = 0;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    if (line.trim() === '') continue;
    const cells = line.includes('"') ? quotedCells(line) : line.split(',');
    if (cells === undefined || cells.length > CELLS_MAX) {
      yield new Refusal('unreadable-row', `Row ${number} cannot be split into cells: a quoted cell does not end, or there are too many.`, { row: number });
      return;
    }
    yield { number, cells };
    number += 1;
  }
}

/** Where the line ends; a line break inside quotes belongs to the cell. */
function endOfLine(text: string, from: number): number {
  let end = nextBreak(text, from);
  let quote = text.indexOf('"', from);
  while (quote >= 0 && quote < end) {
    const closing = text.indexOf('"', quote + 1);
    if (closing < 0) return text.length;
    if (closing > end) end = nextBreak(text, closing);
    quote = text.indexOf('"', closing + 1);
  }
  return end;
}

function nextBreak(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > from ? end - 1 : end;
}

function quotedCells(line: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
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
