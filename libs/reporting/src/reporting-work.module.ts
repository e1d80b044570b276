import { Module } from '@nestjs/common';
import { Catalogue } from '#libs/catalogue';
import { EventStore } from '#libs/event-store';
import { FaultPoints, FeedReaders } from '#libs/platform';
import { ReadStore } from '#libs/read-store';
import { BreachesReader } from './readers/breaches-reader.js';
import { SeriesReader } from './readers/series-reader.js';
import { SubmissionsReader } from './readers/submissions-reader.js';

/** Reporting at work: the readers that keep its read models. */
@Module({})
export class ReportingWorkModule {
  constructor(readers: FeedReaders, store: EventStore, readStore: ReadStore, catalogue: Catalogue, faults: FaultPoints) {
    readers.add(new SubmissionsReader(readStore));
    readers.add(new SeriesReader(store, readStore, faults));
    readers.add(new BreachesReader(readStore, catalogue));
  }
}
