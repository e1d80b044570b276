import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { openBlobStore, openEventStore, openReadStore, type StoreSettings } from '#libs/platform';
import type { ReadStore } from '#libs/read-store';
import { verify } from '#libs/verification';
import type { Servers } from '../house/servers-house.ts';

/** What verification finds wrong in a data folder: log, chain, bodies and read models. */
export function differencesFound(folder: string): Promise<readonly string[]> {
  return differencesAt({ dataDir: folder, eventStoreDbUrl: null, mongoDbUrl: null, namespace: '' });
}

/** What it finds wrong on servers, where apps may go on working meanwhile. */
export function differencesOnServers(
  { eventStoreDb, mongoDb }: Pick<Servers, 'eventStoreDb' | 'mongoDb'>,
  namespace: string,
): Promise<readonly string[]> {
  return differencesAt({ dataDir: '', eventStoreDbUrl: eventStoreDb, mongoDbUrl: mongoDb, namespace });
}

/** What it finds wrong in stores that a test holds open. */
export async function differencesIn(stores: {
  readonly events: EventStore;
  readonly documents?: ReadStore;
  readonly bodies: BlobStore;
}): Promise<readonly string[]> {
  return (await verify(stores)).differences;
}

async function differencesAt(settings: StoreSettings): Promise<readonly string[]> {
  const events = await openEventStore(settings, { now: () => new Date() });
  const documents = await openReadStore(settings);
  const bodies = await openBlobStore(settings);
  try {
    return await differencesIn({ events, documents, bodies });
  } finally {
    for (const store of [bodies, documents, events]) await store.close();
  }
}
