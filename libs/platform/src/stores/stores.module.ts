import { type DynamicModule, type FactoryProvider, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { BlobStore } from '#libs/blob-store';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { Config } from '../config/config.js';
import { openBlobStore, openEventStore, openReadStore } from './open-stores.js';
import { SystemClock } from './system-clock.js';

const events: FactoryProvider<EventStore> = { provide: EventStore, inject: [Config, Clock], useFactory: openEventStore };
const documents: FactoryProvider<ReadStore> = { provide: ReadStore, inject: [Config], useFactory: openReadStore };
const bodies: FactoryProvider<BlobStore> = { provide: BlobStore, inject: [Config], useFactory: openBlobStore };

/** The stores of a process, open from its start to its end. */
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
    await this.documents.close();
    await this.events.close();
  }

  static of(config: Config): DynamicModule {
    return { module: StoresModule, providers: [{ provide: Config, useValue: config }], exports: [Config] };
  }
}
