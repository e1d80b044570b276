import type { ByteWindow } from './byte-window.js';
import { Cells } from './cells.js';
import { CsvRows } from './csv-rows.js';
import { namesOf } from './names.js';
import type { Table } from './table.js';

const [COMMA, SEMICOLON, TAB] = [44, 59, 9] as const;
/** So many rows may come before a header. */
export const HEADER_WITHIN = 20;
const SAMPLE_BYTES = 64 * 1024;
const SAMPLE_ROWS = 500;
/** A comma that is no thousands separator: too few or too many digits follow it, or a zero stands before it. */
const DECIMAL_COMMA = /^[+-]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+)$/;
const DECIMAL_POINT = /^[+-]?(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+)$/;

/** How a file separates its cells, and whether a comma in a number is the decimal mark. */
export interface Separation {
  readonly separator: number;
  readonly decimalComma: boolean;
}

/** Finds the separator with which the table's header is found, looking at a copy of the first rows; a comma where none is. */
export function separationOf({ bytes, pos, limit, final }: ByteWindow, table: Table): Separation {
  for (const separator of [COMMA, SEMICOLON, TAB]) {
    const end = Math.min(limit, pos + SAMPLE_BYTES);
    const copy = Buffer.concat([bytes.subarray(pos, end), Buffer.from('\n')]);
    const cells = new Cells();
    const rows = new CsvRows({ bytes: copy, pos: 0, limit: end - pos, final: final && end === limit }, cells, separator);
    for (let n = 0; n < HEADER_WITHIN && rows.next(); n++) {
      if (table.header(namesOf(cells)) === false) continue;
      return { separator, decimalComma: separator !== COMMA && hasDecimalComma(rows, cells, separator === SEMICOLON) };
    }
  }
  return { separator: COMMA, decimalComma: false };
}

/** By the first number that can be read in one way alone; `otherwise` where there is none. */
function hasDecimalComma(rows: CsvRows, cells: Cells, otherwise: boolean): boolean {
  for (let n = 0; n < SAMPLE_ROWS && rows.next(); n++) {
    for (const text of namesOf(cells)) {
      if (DECIMAL_COMMA.test(text)) return true;
      if (DECIMAL_POINT.test(text)) return false;
    }
  }
  return otherwise;
}
