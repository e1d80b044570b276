import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type BeforeApplicationShutdown, type DynamicModule, Global, Logger, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DocumentLeases, EventFeed, FeedProgress, Leases, ParkedItems, SoleHolder } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { Config } from '../config/config.js';
import { FaultPoints, faultPointsOf } from '../fault-points/fault-points.js';
import { DamageWatch } from '../health/damage-watch.js';
import { HealthIssues, IssuesInMemory } from '../health/health-issues.js';
import { ThreadCalls, ThreadHandlers } from '../threads/thread-calls.js';
import { FeedReaders } from './feed-readers.js';
import { StoresModule } from './stores.module.js';

/** What every context may ask for by injection, in whichever thread it stands. */
@Global()
@Module({
  providers: [
    FeedReaders,
    DamageWatch,
    { provide: HealthIssues, useClass: IssuesInMemory },
    { provide: FaultPoints, inject: [Config], useFactory: faultPointsOf },
    {
      provide: Leases,
      inject: [Config, ReadStore],
      // Several instances share a read store on servers alone; each process and each thread of one is a holder of its own.
      useFactory: ({ stores }: Config, documents: ReadStore) =>
        stores === 'servers' ? new DocumentLeases(documents, `${hostname()} ${process.pid} ${randomUUID()}`) : new SoleHolder(),
    },
    {
      provide: EventFeed,
      inject: [EventStore, ReadStore, Clock, Leases],
      useFactory: (e: EventStore, r: ReadStore, c: Clock, leases: Leases) =>
        new EventFeed(e, r, c, { leases, warn: (text) => new Logger('Readers').warn(text) }),
    },
    {
      provide: FeedProgress,
      inject: [EventStore, ReadStore, Clock],
      useFactory: (e: EventStore, r: ReadStore, c: Clock) => new FeedProgress(e, r, c),
    },
    {
      provide: ParkedItems,
      inject: [EventStore, ReadStore, Clock],
      useFactory: (e: EventStore, r: ReadStore, c: Clock) => new ParkedItems(e, r, c),
    },
  ],
  exports: [FeedReaders, HealthIssues, FaultPoints, Leases, EventFeed, FeedProgress, ParkedItems],
})
export class WorkModule implements BeforeApplicationShutdown {
  constructor(private readonly leases: Leases) {}

  /** While the read store is still there: whoever stands by need not wait for them to run out. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.leases.close();
  }

  /** The stores, the buses, and the calls between threads, under these settings. */
  static of(config: Config, calls: ThreadCalls, handlers: ThreadHandlers): DynamicModule {
    return {
      module: WorkModule,
      imports: [StoresModule.of(config), CqrsModule.forRoot()],
      providers: [
        { provide: ThreadCalls, useValue: calls },
        { provide: ThreadHandlers, useValue: handlers },
      ],
      exports: [ThreadCalls, ThreadHandlers],
    };
  }
}
