import type { Cells } from './cells.js';
import { namesOf, plainName } from './names.js';
import { textOf } from './text-body.js';

/** What is wrong with a whole row. */
export interface RowFault {
  readonly code: string;
  readonly detail: string;
}

const [SPACE, CASE] = [0x20, 0x20] as const; // Letters of ASCII differ in one bit.
const DIGITS = /^\s*[+-]?\d+(\.\d+)?\s*$/;
const TORN: RowFault = {
  code: 'stray-quote',
  detail: 'The row’s quotes enclose whole lines that look like rows; close the quote, or write it twice where it is part of a text.',
};

/** What the header says of the rows behind it: how many cells they have, and what repeats it. */
export class RowShape {
  private readonly names: readonly string[];
  /** The first column that has a name, and that name in bytes. */
  private readonly place: number;
  private readonly first: Uint8Array;

  constructor(
    header: Cells,
    private readonly columns = header.count,
  ) {
    this.names = namesOf(header).map(plainName);
    this.place = Math.max(
      0,
      this.names.findIndex((name) => name !== ''),
    );
    this.first = Buffer.from(this.names[this.place] ?? '');
  }

  /** Why a row is none of this table. One that has a cell fewer than the header lacks its last; empty cells beyond the header do no harm. */
  fault(cells: Cells, separatorsALine: number): RowFault | undefined {
    const { columns } = this;
    if (separatorsALine === columns - 1) return TORN;
    if (cells.count === columns) return undefined;
    if (cells.count === columns - 1) return void cells.padTo(columns);
    if (cells.count < columns)
      return this.counted(cells.count, 'too-few-cells', 'write the missing cells, empty if need be, or leave out a line that is a note');
    if (this.isEmptyBeyond(cells) && !hasNeighbours(cells)) return undefined;
    return this.counted(cells.count, 'too-many-cells', 'put a cell that holds a comma in quotes');
  }

  /** Whether all of the row's cells are empty or hold spaces alone. */
  isBlank({ bytes, starts, ends, count }: Cells): boolean {
    for (let i = 0; i < count && i < starts.length; i++) if (holdsText(bytes, starts[i]!, ends[i]!)) return false;
    return count <= starts.length;
  }

  /** Whether the row is the header once more, as where files were put one behind the other. */
  repeatsHeader(cells: Cells): boolean {
    return this.beginsAsHeader(cells) && namesOf(cells).every((name, i) => plainName(name) === (this.names[i] ?? ''));
  }

  /** Looked at in every row: whether it begins, in the first column that has a name, with that name in any case. */
  private beginsAsHeader({ bytes, starts, ends }: Cells): boolean {
    const { place, first } = this;
    let start = starts[place]!;
    while (bytes[start] === SPACE) start++;
    if (first.length === 0 || ends[place]! - start < first.length) return false;
    for (let i = 0; i < first.length; i++) if ((bytes[start + i]! | CASE) !== (first[i]! | CASE)) return false;
    return true;
  }

  /** Spreadsheets leave commas behind at the end of a row. */
  private isEmptyBeyond({ starts, ends, count }: Cells): boolean {
    if (count > starts.length) return false;
    for (let i = this.columns; i < count; i++) if (starts[i] !== ends[i]) return false;
    return true;
  }

  private counted(count: number, code: string, advice: string): RowFault {
    return { code, detail: `The row has ${count} ${count === 1 ? 'cell' : 'cells'} and the header ${this.columns}; ${advice}.` };
  }
}

function holdsText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p]! > SPACE) return bytes[p]! < 0x80 || textOf(bytes, start, end).trim() !== '';
  return false;
}

/** Whether two cells side by side may be one number that its comma tore apart: 1,234. */
function hasNeighbours(cells: Cells): boolean {
  const isNumber = namesOf(cells).map((text) => DIGITS.test(text));
  return isNumber.some((is, i) => is && isNumber[i + 1] === true);
}
