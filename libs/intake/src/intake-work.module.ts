import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { BlobStore } from '#libs/blob-store';
import { Catalogue } from '#libs/catalogue/view';
import { EventStore } from '#libs/event-store';
import { Config, FaultPoints, ThreadHandlers } from '#libs/platform/work';
import { type RecordOrder, SubmissionRecorder } from './record-submission.js';
import { READING_LIMITS } from './reading/table.js';
import { resumeSubmissions } from './resume-submissions.js';

const recorder = {
  provide: SubmissionRecorder,
  inject: [EventStore, BlobStore, Catalogue, FaultPoints, Config],
  useFactory: (store: EventStore, blobs: BlobStore, catalogue: Catalogue, faults: FaultPoints, config: Config) => {
    const spoolDir = join(config.dataDir, 'spool');
    mkdirSync(spoolDir, { recursive: true, mode: 0o700 });
    const bounds = { decodedBytesMax: config.decodedBytesMax, ratioMax: 1000 };
    const limits = { ...READING_LIMITS, lineBytesMax: config.lineBytesMax, rowsMax: config.rowsMax };
    return new SubmissionRecorder({ store, blobs, catalogue, faults, bounds, limits, spoolDir, memoryBytesMax: config.partitionBytes });
  },
};

/** The side of intake that works off the HTTP thread: it records submissions, one at a time, and finishes what a crash left open. */
@Module({ providers: [recorder] })
export class IntakeWorkModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly recorder: SubmissionRecorder,
    private readonly store: EventStore,
    private readonly handlers: ThreadHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.on('RecordSubmission', (order, progress) => this.recorder.record(order as RecordOrder, progress));
  }

  async onApplicationBootstrap(): Promise<void> {
    await resumeSubmissions(this.store, this.recorder);
  }
}
