import { join } from 'node:path';
import { FolderBlobStore } from '#libs/blob-store/folder';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { verify } from '#libs/verification';

/** What verification finds wrong in a data folder: log, chain, bodies and read models. */
export async function differencesFound(folder: string): Promise<readonly string[]> {
  const events = new SqliteEventStore(join(folder, 'log.sqlite'), { now: () => new Date() });
  const documents = new SqliteReadStore(join(folder, 'read.sqlite'));
  try {
    return (await verify({ events, documents, bodies: new FolderBlobStore(join(folder, 'blobs')) })).differences;
  } finally {
    await documents.close();
    await events.close();
  }
}
