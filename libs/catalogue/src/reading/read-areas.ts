import { Refusal } from '#libs/kernel';
import type { AreaFacts } from '../domain/area-facts.js';
import type { AreaReader } from './area-reader.js';
import { type CsvRow, csvRows } from './csv.js';
import { districtCodes } from './district-codes.js';
import { districtYears } from './district-years.js';
import { lookup } from './lookup.js';
import { plain } from './plain.js';

/** The files of areas that are understood; one line here and one file beside it adds another. */
const READERS: readonly AreaReader[] = [plain, districtCodes, districtYears, lookup];

/** What an area file says, with the reader that knew it and how many rows it had. */
export interface AreasRead {
  readonly reader: string;
  readonly rows: number;
  readonly facts: AreaFacts;
}

/** Reads a whole area file, recognised by its header. */
export function readAreas(text: string): AreasRead | Refusal {
  const rows = csvRows(text);
  const first = rows.next().value as CsvRow | Refusal | undefined;
  if (first === undefined) return new Refusal('empty-file', 'The file has no header and no rows.');
  if (first instanceof Refusal) return first;
  const header = first.cells.map((cell) => cell.trim());
  const reader = READERS.find((one) => one.recognises(header));
  if (reader === undefined) return unknownHeader(header);
  const counted = new CountedRows(rows, header.length);
  const facts = reader.read(header, counted);
  if (counted.refusal) return counted.refusal;
  if (counted.count === 0) return new Refusal('empty-file', 'The file has a header and no rows; send the whole file.');
  return facts instanceof Refusal ? facts : { reader: reader.name, rows: counted.count, facts };
}

function unknownHeader(header: readonly string[]): Refusal {
  const found = header.join(',').slice(0, 300);
  const expected = READERS.map(({ expects }) => expects);
  return new Refusal('unknown-header', `No area file has the header "${found}". Expected is one of: ${expected.join('; ')}.`, {
    found,
    expected,
  });
}

/** Hands on rows of the header's length and stops at the first other, which `refusal` then names. */
class CountedRows implements Iterable<CsvRow> {
  count = 0;
  refusal: Refusal | undefined;

  constructor(
    private readonly rows: Iterable<CsvRow | Refusal>,
    private readonly width: number,
  ) {}

  *[Symbol.iterator](): Generator<CsvRow> {
    for (const row of this.rows) {
      if (row instanceof Refusal) this.refusal = row;
      else if (row.cells.length !== this.width) this.refusal = raggedRow(row, this.width);
      if (this.refusal) return;
      this.count += 1;
      yield row as CsvRow;
    }
  }
}

function raggedRow({ number, cells }: CsvRow, width: number): Refusal {
  return new Refusal('ragged-row', `Row ${number} has ${cells.length} cells where the header has ${width}.`, { row: number });
}
