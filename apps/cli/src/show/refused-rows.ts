import { createWriteStream, existsSync, openSync, readSync, closeSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { RefusedRow } from '../push/receipt.js';
import { csvCell } from './cells.js';

/** How the names of files with refused rows end; such a file is never pushed. */
export const REFUSED_SUFFIX = '.refused.csv';
const HEADER = 'row,line,column,code,detail,retryable\n';
const OWN_HEADER = /^row,(line,)?column,code,detail,retryable/;

/** Writes refused rows as CSV and gives how many there were; a file of that name is written anew. */
export async function writeRefusedRows(path: string, rows: AsyncIterable<RefusedRow> | Iterable<RefusedRow>): Promise<number> {
  const file = createWriteStream(path);
  await once(file, 'open'); // A folder that may not be written is told before anything is fetched.
  file.write(HEADER);
  let written = 0;
  for await (const { row, line = null, column, code, detail, retryable } of rows) {
    const text = [row, line, column, code, detail, retryable].map(csvCell).join(',');
    if (!file.write(`${text}\n`)) await once(file, 'drain');
    written++;
  }
  file.end();
  await finished(file);
  return written;
}

/** Removes the refused rows of an earlier push, once nothing is refused any more; a file that we did not write stays. */
export function removeRefusedRows(path: string): boolean {
  if (!existsSync(path)) return false;
  const start = Buffer.alloc(60);
  const file = openSync(path, 'r');
  readSync(file, start);
  closeSync(file);
  if (!OWN_HEADER.test(start.toString())) return false;
  rmSync(path);
  return true;
}
