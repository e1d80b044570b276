import type { BlobStore } from '#libs/blob-store';
import type { RefusedRow } from './domain/submission-events.js';

const LINE_END = 0x0a;

/** No line of the kept list begins at this byte. */
export class BadPlace extends Error {
  constructor(from: number) {
    super(`No refused row begins at byte ${from}.`);
    this.name = 'BadPlace';
  }
}

/** Some refused rows, and the byte at which those after them begin; null at the end. */
export interface SomeRefusedRows {
  readonly rows: readonly RefusedRow[];
  readonly next: number | null;
}

/** The refused rows that a submission kept, from the line on that begins at a byte. Throws BadPlace. */
export async function refusedRows(
  blobs: BlobStore,
  key: string,
  { from = 0, limit = Infinity }: { from?: number; limit?: number } = {},
): Promise<SomeRefusedRows> {
  const rows: RefusedRow[] = [];
  let next = from;
  for await (const { text, end } of await linesFrom(blobs, key, from)) {
    if (rows.length === limit) return { rows, next };
    rows.push(refusedRow(text));
    next = end;
  }
  return { rows, next: null };
}

/** The line end before them is read too: it shows that a line begins there. */
async function linesFrom(blobs: BlobStore, key: string, from: number): Promise<AsyncIterable<Line>> {
  if (from === 0) return linesOf(await blobs.open(key), 0);
  const lines = linesOf(await blobs.open(key, from - 1), from - 1);
  const { done, value } = await lines.next();
  if (!done && value.text === '') return lines;
  await lines.return(undefined);
  throw new BadPlace(from);
}

/** A line, and the byte after its end. */
interface Line {
  readonly text: string;
  readonly end: number;
}

/** The lines of a body that begins at this byte of the whole. */
async function* linesOf(body: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Line> {
  let rest = Buffer.alloc(0);
  let at = start;
  for await (const chunk of body) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let done = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, done)) {
      yield { text: bytes.toString('utf8', done, end), end: at + end + 1 };
      done = end + 1;
    }
    rest = bytes.subarray(done);
    at += done;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), end: at + rest.length };
}

/** Older versions kept no line. */
function refusedRow(json: string): RefusedRow {
  const { row, line = null, ...rest } = JSON.parse(json) as Omit<RefusedRow, 'line'> & Partial<Pick<RefusedRow, 'line'>>;
  return { row, line, ...rest };
}
