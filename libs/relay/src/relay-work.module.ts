import { Module } from '@nestjs/common';
import { Kafka } from '#libs/kafka';
import { FaultPoints, FeedReaders } from '#libs/platform/work';
import { RelayReader } from './relay-reader.js';

/** The relay at work: the reader that publishes what the log brings. */
@Module({})
export class RelayWorkModule {
  constructor(readers: FeedReaders, kafka: Kafka, faults: FaultPoints) {
    readers.add(new RelayReader(kafka, faults));
  }
}
