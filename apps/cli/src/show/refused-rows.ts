import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { RefusedRow } from '#libs/intake';
import { csvCell } from './cells.js';

const HEADER = 'row,column,code,detail,retryable\n';

/** Writes refused rows as CSV and gives how many there were; a file of that name is written anew. */
export async function writeRefusedRows(path: string, rows: AsyncIterable<RefusedRow> | Iterable<RefusedRow>): Promise<number> {
  const file = createWriteStream(path);
  await once(file, 'open'); // A folder that may not be written is told before anything is fetched.
  file.write(HEADER);
  let written = 0;
  for await (const { row, column, code, detail, retryable } of rows) {
    const line = [row, column, code, detail, retryable].map(csvCell).join(',');
    if (!file.write(`${line}\n`)) await once(file, 'drain');
    written++;
  }
  file.end();
  await finished(file);
  return written;
}
