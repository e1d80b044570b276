import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Module, Optional, type OnApplicationBootstrap, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { BlobStore } from '#libs/blob-store';
import { Catalogue } from '#libs/catalogue/view';
import { Leases, SoleHolder } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Kafka } from '#libs/kafka';
import { Clock } from '#libs/kernel';
import { Config, FaultPoints, HealthIssues, ThreadHandlers } from '#libs/platform/work';
import { ReadStore } from '#libs/read-store';
import { BodyCollection } from './body-collection.js';
import { ForgottenBodies } from './forgotten-bodies.js';
import { ObservationConsumer } from './kafka/observation-consumer.js';
import { ObservationTaking } from './kafka/observation-taking.js';
import { READING_LIMITS } from './reading/limits.js';
import type { RecordOrder } from './record-order.js';
import { SubmissionRecorder } from './record-submission.js';
import { UnfinishedSubmissions } from './unfinished-submissions.js';
import { UnfinishedWatch } from './unfinished-watch.js';

/** The job by which others learn what keeps intake from its work: `{troubles: string[], issues: HealthIssue[]}`, empty when all is well. */
export const INTAKE_STATE = 'intake-state';

const leases = { token: Leases, optional: true };

const recorder = {
  provide: SubmissionRecorder,
  inject: [Config, EventStore, BlobStore, Catalogue, FaultPoints, Clock, leases],
  useFactory: (config: Config, ...[store, blobs, catalogue, faults, clock, shared]: Shared) => {
    const spoolDir = join(config.dataDir, 'spool');
    rmSync(spoolDir, { recursive: true, force: true }); // What a crash left behind: one process holds a data folder.
    mkdirSync(spoolDir, { recursive: true, mode: 0o700 });
    const bounds = { decodedBytesMax: config.decodedBytesMax, ratioMax: 1000 };
    const limits = { ...READING_LIMITS, lineBytesMax: config.lineBytesMax, rowsMax: config.rowsMax };
    const memoryBytesMax = config.partitionBytes;
    return new SubmissionRecorder({ store, blobs, catalogue, faults, clock, bounds, limits, spoolDir, memoryBytesMax, leases: shared });
  },
};

type Shared = [EventStore, BlobStore, Catalogue, FaultPoints, Clock, Leases | undefined];

const watch = {
  provide: UnfinishedWatch,
  inject: [EventStore, ReadStore, SubmissionRecorder, leases],
  useFactory: (store: EventStore, documents: ReadStore, recording: SubmissionRecorder, shared: Leases = new SoleHolder()) =>
    new UnfinishedWatch(new UnfinishedSubmissions(store, documents, recording), shared.isSole),
};

const collection = {
  provide: BodyCollection,
  inject: [EventStore, BlobStore, Clock, leases],
  useFactory: (store: EventStore, blobs: BlobStore, clock: Clock, shared: Leases = new SoleHolder()) =>
    new BodyCollection(new ForgottenBodies(store, blobs), clock, shared.isSole),
};

type Around = [Config, EventStore, BlobStore, Catalogue, FaultPoints, Clock, SubmissionRecorder];

/** Where a house has Kafka: takes observations from it. */
const consumer = {
  provide: ObservationConsumer,
  inject: [{ token: Kafka, optional: true }, Config, EventStore, BlobStore, Catalogue, FaultPoints, Clock, SubmissionRecorder],
  useFactory: (kafka: Kafka | undefined, ...[{ clockConfirmed }, store, blobs, catalogue, faults, clock, recording]: Around) =>
    kafka &&
    new ObservationConsumer(
      kafka,
      new ObservationTaking({ kafka, store, blobs, catalogue, faults, clock, clockConfirmed, recorder: recording }),
    ),
};

/** The side of intake that works off the HTTP thread: it records submissions, one at a time, of files and of messages, and finishes what was left open. */
@Module({ providers: [recorder, watch, collection, consumer] })
export class IntakeWorkModule implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly recorder: SubmissionRecorder,
    private readonly watch: UnfinishedWatch,
    private readonly collection: BodyCollection,
    private readonly handlers: ThreadHandlers,
    private readonly issues: HealthIssues,
    @Optional() private readonly consumer?: ObservationConsumer,
  ) {}

  onModuleInit(): void {
    this.handlers.on('RecordSubmission', (order, progress) => this.recorder.record(order as RecordOrder, progress));
    this.handlers.on(INTAKE_STATE, async () => ({
      troubles: this.consumer?.troubles() ?? [],
      issues: [...this.issues.all(), ...this.watch.issues(), ...this.collection.issues()],
    }));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.watch.start();
    await this.collection.start();
    await this.consumer?.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.consumer?.stop();
    await this.watch.stop();
    await this.collection.stop();
  }
}
