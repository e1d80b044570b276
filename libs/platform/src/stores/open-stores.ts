import { join } from 'node:path';
import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import type { Config } from '../config/config.js';
import { reach } from './servers.js';

/** Where the stores of a process are. */
export type StoreSettings = Pick<Config, 'dataDir' | 'eventStoreDbUrl' | 'mongoDbUrl' | 'namespace'>;

// The one place that chooses adapters; their entry points are imported only here, so that no unused driver is loaded.

/** Opens the log that the settings name; throws ServerRefuses, or LogDamaged. */
export async function openEventStore({ dataDir, eventStoreDbUrl, namespace }: StoreSettings, clock: Clock): Promise<EventStore> {
  if (eventStoreDbUrl !== null) {
    const { EventStoreDbEventStore } = await import('#libs/event-store/eventstoredb');
    return reach('FLOOR_EVENTSTOREDB_URL', () => EventStoreDbEventStore.open(eventStoreDbUrl, namespace));
  }
  const { SqliteEventStore } = await import('#libs/event-store/sqlite');
  return new SqliteEventStore(join(dataDir, 'log.sqlite'), clock);
}

/** Opens the read models that the settings name; throws ServerRefuses. */
export async function openReadStore({ dataDir, mongoDbUrl, namespace }: StoreSettings): Promise<ReadStore> {
  if (mongoDbUrl !== null) {
    const { MongoReadStore } = await import('#libs/read-store/mongodb');
    return reach('FLOOR_MONGODB_URL', () => MongoReadStore.open(mongoDbUrl, namespace));
  }
  const { SqliteReadStore } = await import('#libs/read-store/sqlite');
  return new SqliteReadStore(join(dataDir, 'read.sqlite'));
}

/** Opens the bodies that the settings name; throws ServerRefuses. */
export async function openBlobStore({ dataDir, mongoDbUrl, namespace }: StoreSettings): Promise<BlobStore> {
  if (mongoDbUrl !== null) {
    const { GridFsBlobStore } = await import('#libs/blob-store/gridfs');
    return reach('FLOOR_MONGODB_URL', () => GridFsBlobStore.open(mongoDbUrl, namespace));
  }
  const { FolderBlobStore } = await import('#libs/blob-store/folder');
  return new FolderBlobStore(join(dataDir, 'blobs'));
}
