import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '#libs/blob-store/folder';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { verificationContract } from './verification.contract.js';

const clock = { now: () => new Date('2004-05-01T12:00:00Z') };

verificationContract('a data folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  const events = new SqliteEventStore(join(folder, 'log.sqlite'), clock);
  const documents = new SqliteReadStore(join(folder, 'read.sqlite'));
  return {
    events,
    documents,
    bodies: new FolderBlobStore(join(folder, 'blobs')),
    another: async () => new SqliteEventStore(join(folder, `${randomUUID()}.sqlite`), clock),
    close: async () => {
      await documents.close();
      await events.close();
      rmSync(folder, { recursive: true });
    },
  };
});
