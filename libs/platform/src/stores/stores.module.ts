import { join } from 'node:path';
import { type DynamicModule, type FactoryProvider, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { Config } from '../config/config.js';
import { reach } from './servers.js';
import { SystemClock } from './system-clock.js';

const events: FactoryProvider<EventStore> = {
  provide: EventStore,
  inject: [Config, Clock],
  useFactory: async ({ dataDir, eventStoreDbUrl, namespace }: Config, clock: Clock) => {
    if (eventStoreDbUrl !== null) {
      const { EventStoreDbEventStore } = await import('#libs/event-store/eventstoredb');
      return reach('FLOOR_EVENTSTOREDB_URL', () => EventStoreDbEventStore.open(eventStoreDbUrl, namespace));
    }
    const { SqliteEventStore } = await import('#libs/event-store/sqlite');
    return new SqliteEventStore(join(dataDir, 'log.sqlite'), clock);
  },
};

const documents: FactoryProvider<ReadStore> = {
  provide: ReadStore,
  inject: [Config],
  useFactory: async ({ dataDir, mongoDbUrl, namespace }: Config) => {
    if (mongoDbUrl !== null) {
      const { MongoReadStore } = await import('#libs/read-store/mongodb');
      return reach('FLOOR_MONGODB_URL', () => MongoReadStore.open(mongoDbUrl, namespace));
    }
    const { SqliteReadStore } = await import('#libs/read-store/sqlite');
    return new SqliteReadStore(join(dataDir, 'read.sqlite'));
  },
};

const bodies: FactoryProvider<BlobStore> = {
  provide: BlobStore,
  inject: [Config],
  useFactory: async ({ dataDir, mongoDbUrl, namespace }: Config) => {
    if (mongoDbUrl !== null) {
      const { GridFsBlobStore } = await import('#libs/blob-store/gridfs');
      return reach('FLOOR_MONGODB_URL', () => GridFsBlobStore.open(mongoDbUrl, namespace));
    }
    const { FolderBlobStore } = await import('#libs/blob-store/folder');
    return new FolderBlobStore(join(dataDir, 'blobs'));
  },
};

/** The one place that chooses adapters; their doors are opened only here, so that no unused driver is loaded. */
@Global()
@Module({
  providers: [
    events,
    documents,
    bodies,
    { provide: Clock, inject: [Config], useFactory: ({ clockSkewMs }: Config) => new SystemClock(clockSkewMs) },
  ],
  exports: [EventStore, ReadStore, BlobStore, Clock],
})
export class StoresModule implements OnApplicationShutdown {
  constructor(
    @Inject(EventStore) private readonly events: EventStore,
    @Inject(ReadStore) private readonly documents: ReadStore,
    @Inject(BlobStore) private readonly bodies: BlobStore,
  ) {}

  /** After every module has let go of them. */
  async onApplicationShutdown(): Promise<void> {
    await this.bodies.close();
    await this.bodies.close();
    await this.documents.close();
    await this.events.close();
  }

  static of(config: Config): DynamicModule {
    return { module: StoresModule, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}
