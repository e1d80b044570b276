import { Module, type OnModuleInit } from '@nestjs/common';
import { Catalogue, CatalogueViewModule } from '#libs/catalogue/view';
import { EventStore } from '#libs/event-store';
import { FaultPoints, FeedReaders } from '#libs/platform/work';
import { ReadStore } from '#libs/read-store';
import { BreachesReader } from './readers/breaches-reader.js';
import { SeriesReader } from './readers/series-reader.js';
import { SubmissionsReader } from './readers/submissions-reader.js';

/** Reporting at work: the readers that keep its read models. */
@Module({ imports: [CatalogueViewModule] })
export class ReportingWorkModule implements OnModuleInit {
  constructor(
    private readonly readers: FeedReaders,
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
    private readonly faults: FaultPoints,
  ) {}

  onModuleInit(): void {
    this.readers.add(new SubmissionsReader(this.readStore));
    this.readers.add(new SeriesReader(this.store, this.readStore, this.faults));
    this.readers.add(new BreachesReader(this.readStore, this.catalogue));
  }
}
