import { randomUUID } from 'node:crypto';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FolderBlobStore } from '#libs/blob-store/folder';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { type Stores, verify } from './index.js';

let folder: string;
let stores: Required<Stores> & { documents: SqliteReadStore };
const clock = { now: () => new Date('2004-05-01T12:00:00Z') };
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  stores = {
    events: new SqliteEventStore(join(folder, 'log.sqlite'), clock),
    documents: new SqliteReadStore(join(folder, 'read.sqlite')),
    bodies: new FolderBlobStore(join(folder, 'blobs')),
  };
});
afterEach(async () => {
  for (const store of Object.values(stores)) await store.close();
  rmSync(folder, { recursive: true });
});

/** A completed submission whose body is this text; linked to the one before it, unless it is of an older program. */
async function submit(id: string, text: string, before?: string | null): Promise<void> {
  const received = await stores.bodies.receive([id === 'packed' ? gzipSync(text) : Buffer.from(text)] as never);
  await received.keep(`body-${id}`);
  const chained =
    before === undefined ? {} : { sha256: hashOf(text), before: before && { submission: before, sha256: hashOf(`text of ${before}`) } };
  const event = (type: string, data: object) => ({ id: randomUUID(), type, data });
  await stores.events.append(`submission-${id}`, 0, [
    event('SubmissionStarted', { v: 1, blob: `body-${id}`, sha256: hashOf(text) }),
    event('SubmissionCompleted', { v: 1, refusals: null, ...chained }),
  ]);
}

describe('verification', () => {
  beforeEach(async () => {
    await submit('old', 'text of old');
    await submit('a', 'text of a', null);
    await submit('packed', 'text of packed', 'a');
  });
  const differences = async (): Promise<readonly string[]> => (await verify(stores)).differences;

  it('is clean where everything is what the log says, submissions of older programs included', async () => {
    expect(await verify(stores)).toEqual({
      clean: true,
      events: 6,
      submissions: 3,
      bodies: 3,
      chained: 2,
      position: '000000000006',
      differences: [],
    });
  });
  it('finds a changed byte in a body, a body that is missing, and one that cannot be unpacked', async () => {
    writeFileSync(join(folder, 'blobs', 'bo', 'body-a'), 'text of b');
    rmSync(join(folder, 'blobs', 'bo', 'body-old'));
    const packed = join(folder, 'blobs', 'bo', 'body-packed');
    const bytes = readFileSync(packed);
    bytes[12]! ^= 0xff;
    writeFileSync(packed, bytes);
    const found = await differences();
    expect(found).toHaveLength(3);
    expect(found.slice(0, 2)).toEqual([
      'The body of submission old is missing.',
      `The body of submission a differs from its SHA-256 ${hashOf('text of a')}.`,
    ]);
    expect(found[2]).toMatch(/^The body of submission packed (can no longer be unpacked|differs)/);
  });
  it('finds a log that is shorter than what was read of it', async () => {
    await stores.documents.write({ puts: [], checkpoint: { reader: 'series', position: '000000000009' } });
    expect(await differences()).toEqual([
      expect.stringContaining('Read models of series were made up to 000000000009, and the log ends at 000000000006'),
    ]);
  });
  it('finds read models of another log', async () => {
    await stores.documents.define([{ name: 'submissions', fields: [] }]);
    const puts = ['a', 'elsewhere'].map((id) => ({ collection: 'submissions', id, body: { submission: id } }));
    await stores.documents.write({ puts, checkpoint: { reader: 'submissions', position: '000000000006' } });
    expect(await differences()).toEqual(['Read models hold submission elsewhere, which this log does not know.']);
  });
  it('finds a submission that follows one which is not in the log', async () => {
    await submit('c', 'text of c', 'b');
    expect(await differences()).toEqual(['Submission c follows b, whose completion is not in the log before it.']);
  });
});
