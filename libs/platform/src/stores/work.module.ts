import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventFeed, FeedProgress } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { Config } from '../config/config.js';
import { FaultPoints, faultPointsOf } from '../fault-points/fault-points.js';
import { ThreadCalls, ThreadHandlers } from '../threads/thread-calls.js';
import { FeedReaders } from './feed-readers.js';
import { StoresModule } from './stores.module.js';

/** What every context may ask for by injection, in whichever thread it stands. */
@Global()
@Module({
  providers: [
    FeedReaders,
    { provide: FaultPoints, inject: [Config], useFactory: faultPointsOf },
    {
      provide: EventFeed,
      inject: [EventStore, ReadStore, Clock],
      useFactory: (e: EventStore, r: ReadStore, c: Clock) => new EventFeed(e, r, c),
    },
    {
      provide: FeedProgress,
      inject: [EventStore, ReadStore, Clock],
      useFactory: (e: EventStore, r: ReadStore, c: Clock) => new FeedProgress(e, r, c),
    },
  ],
  exports: [FeedReaders, FaultPoints, EventFeed, FeedProgress],
})
export class WorkModule {
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
