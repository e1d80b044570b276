import { Module } from '@nestjs/common';
import { Catalogue } from '#libs/catalogue/view';
import { EventStore } from '#libs/event-store';
import { FaultPoints, FeedReaders } from '#libs/platform/work';
import { ReadStore } from '#libs/read-store';
import { AssessmentReader } from './assessment-reader.js';
import { Assessor } from './assessor.js';
import { Cuts } from './cuts.js';
import { Episodes } from './episodes.js';

/** Assessment at work: the reader that judges upon what the log brings. */
@Module({})
export class AssessmentWorkModule {
  constructor(readers: FeedReaders, store: EventStore, documents: ReadStore, catalogue: Catalogue, faults: FaultPoints) {
    const assessor = new Assessor(new Episodes(store, faults));
    readers.add(new AssessmentReader(store, documents, new Cuts(store, catalogue), assessor));
  }
}
