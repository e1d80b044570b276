import { Readable } from 'node:stream';
import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import { ListRefusals, ListRefusalsHandler, type RefusalsPage } from './list-refusals.js';

const ROWS = 20_000;
const rows = Array.from({ length: ROWS }, (_, i) => ({
  row: i + 1,
  line: i + 2,
  column: 'area',
  code: 'unknown-area',
  detail: `Ä "${i}"`,
  retryable: true,
}));
const body = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const PIECE = 4_096;

/** The list, and how many bytes of it were read. */
class Counted {
  bytes = 0;
  open = async (_: string, from = 0): Promise<Readable> => {
    const give = this.pieces(from);
    return Readable.from(give, { objectMode: true, highWaterMark: 1 });
  };
  private *pieces(from: number): Generator<Buffer> {
    for (let at = from; at < body.length; at += PIECE) {
      this.bytes += Math.min(PIECE, body.length - at);
      yield body.subarray(at, at + PIECE);
    }
  }
}

const log = { read: async () => [{ type: 'SubmissionCompleted', data: { attempt: 1, refusals: 'refused-a-1' }, version: 1 }] };
const handler = (blobs = new Counted()) => new ListRefusalsHandler(log as unknown as EventStore, blobs as unknown as BlobStore);

describe('the pages of a list of refused rows (design 4.2)', () => {
  it('read each byte about once, and give every row once and in order', async () => {
    const blobs = new Counted();
    const got: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = (await handler(blobs).execute(new ListRefusals('a', 500, cursor))) as RefusalsPage;
      got.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(got).toEqual(rows);
    expect(blobs.bytes).toBeLessThan(body.length * 1.5);
  });
  it('end where the last one is full', async () =>
    expect(await handler().execute(new ListRefusals('a', ROWS))).toEqual({ items: rows, next: null }));
  it.each(['1000', 'byte-', 'byte-7', 'byte--1', `byte-${body.length + 9}`, 'x'])(
    'refuse the cursor %j with a sentence',
    async (cursor) => {
      const refusal = (await handler().execute(new ListRefusals('a', 10, cursor))) as Refusal;
      expect(refusal).toBeInstanceOf(Refusal);
      expect([refusal.code, refusal.detail]).toEqual(['bad-cursor', expect.stringMatching(/start again without it/)]);
    },
  );
});
