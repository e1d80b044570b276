import { v5 as uuid5 } from 'uuid';
import type { BlobStore } from '#libs/blob-store';
import type { Catalogue } from '#libs/catalogue';
import type { EventStore, NewEvent } from '#libs/event-store';
import { HistoryCache, tokenOf } from '#libs/figures';
import { Refusal } from '#libs/kernel';
import type { FaultPoints } from '#libs/platform';
import { type CompleteReleaseStated, releasesStream } from './domain/complete-releases.js';
import type { CompleteRelease } from './domain/register.js';
import { isOpen, submission, type SubmissionCommand, type SubmissionState } from './domain/submission.js';
import { type Receipt, type SubmissionEvent, type SubmissionStarted, submissionStream } from './domain/submission-events.js';
import type { DecodingBounds } from './reading/decode.js';
import type { ReadingLimits } from './reading/table.js';
import { readSubmission, receiptOf } from './receipt.js';
import { readBody } from './recording/body-reading.js';
import { everySoOften, type RecordingProgress } from './recording/progress.js';
import { type Reading, recordReading } from './recording/recording.js';
import type { RegisterWriter } from './recording/register-writer.js';
import { StatementCollector } from './recording/statement-collector.js';
import { checkKey, claimKey } from './idempotency-key.js';
import { completeReleases, dryReceipt, isFinal, notYetReleased, nothingNew, summaryOf, type Work } from './recording/summary.js';

const IDS = '0d9c3c6e-3f0e-5d6b-8a3f-6a2f4f0c9b52';

/** So many pieces of a submission's own stream fit one append. */
const EVENTS_AN_APPEND = 4;

/** How many registers intake keeps folded between submissions, in statements. */
const STATEMENTS_KEPT = 300_000;

/** A delivery that has been received and kept, to be recorded. Plain data: it crosses threads. */
export interface RecordOrder extends Omit<SubmissionStarted['data'], 'v' | 'attempt'> {
  readonly id: string;
  /** The date of receipt in London. */
  readonly receivedOn: string;
  readonly dryRun: boolean;
  /** The decoded body itself when it is small, so that it need not be opened and unpacked a second time. */
  readonly decoded?: Uint8Array;
}

/** What came of it: `first` when this call recorded it. */
export interface Recorded {
  readonly receipt: Receipt;
  readonly first: boolean;
}

/** What a recorder works with. */
export interface RecorderParts {
  readonly store: EventStore;
  readonly blobs: BlobStore;
  readonly catalogue: Catalogue;
  readonly faults: FaultPoints;
  readonly bounds: DecodingBounds;
  readonly limits: ReadingLimits;
  readonly spoolDir: string;
  readonly memoryBytesMax: number;
}

/** Records submissions, one at a time: reads the kept body, decides, appends, completes. A crash at any point is finished by `record` again. */
export class SubmissionRecorder {
  private readonly cache: HistoryCache;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: RecorderParts) {
    this.cache = new HistoryCache(parts.store, STATEMENTS_KEPT);
  }

  record(order: RecordOrder, onProgress: (progress: RecordingProgress) => void = () => undefined): Promise<Recorded | Refusal> {
    const mine = this.last.then(() => this.recordNext(order, onProgress));
    this.last = mine.catch(() => undefined); // Its own caller hears of the fault; the next one starts afresh.
    return mine;
  }

  private async recordNext(order: RecordOrder, onProgress: (progress: RecordingProgress) => void): Promise<Recorded | Refusal> {
    const catalogue = await this.parts.catalogue.upToDate();
    const feed = catalogue.feed(order.feed);
    if (!feed) return new Refusal('unknown-feed', `There is no feed called ${order.feed}; define it first.`);
    if (order.released > order.receivedOn) return notYetReleased(order);
    const taken = await checkKey(this.parts.store, order);
    if (taken) return taken;
    const stored = await readSubmission(this.parts.store, order.id);
    if (isFinal(stored) && !order.dryRun) return this.again(order.id);
    const collected = new StatementCollector(
      {
        spoolDir: this.parts.spoolDir,
        name: order.id,
        memoryBytesMax: this.parts.memoryBytesMax,
        windows: feed.profile['complete'] === 'window',
      },
      everySoOften((rows, bytes) => onProgress({ phase: 'reading', rows, bytes, registers: 0 })),
    );
    try {
      const outcome = await readBody({ ...this.parts, catalogue }, feed, order, collected);
      if (outcome instanceof Refusal) return outcome;
      if (nothingNew(stored, collected) && !order.dryRun) return await this.again(order.id);
      return await this.finish({ order, feed, stored, reading: { collected, outcome } }, onProgress);
    } finally {
      collected.close();
    }
  }

  private async again(id: string): Promise<Recorded> {
    return { receipt: (await receiptOf(this.parts, id))!, first: false };
  }

  private async finish(work: Work, onProgress: (progress: RecordingProgress) => void): Promise<Recorded | Refusal> {
    const { order, reading } = work;
    const { store, faults } = this.parts;
    const claimed = order.dryRun ? undefined : await claimKey(store, order);
    if (claimed) return claimed;
    const started = order.dryRun ? { version: 0, attempt: 1 } : await this.start(work);
    faults.hit('started');
    const token = tokenOf(order.id, started.attempt);
    const complete = completeReleases(work, token);
    const completeBefore = await this.releasesBefore(reading, complete, order);
    let registers = 0;
    const writer = await recordReading(store, this.cache, reading, {
      token,
      released: order.released,
      receivedOn: order.receivedOn,
      complete,
      completeBefore,
      dryRun: order.dryRun,
      onAppended: (more) => {
        if (!order.dryRun) faults.hit('register-append');
        onProgress({ phase: 'recording', rows: reading.outcome.rows, bytes: 0, registers: (registers += more) });
      },
    });
    if (order.dryRun) return { receipt: dryReceipt(order, summaryOf(work, writer, null), reading), first: true };
    faults.hit('complete');
    await this.complete(work, started, writer);
    return { receipt: (await receiptOf(this.parts, order.id))!, first: true };
  }

  private async start({ order, stored }: Work): Promise<{ version: number; attempt: number }> {
    const { id, receivedOn: _, dryRun: __, decoded: ___, ...data } = order;
    const version = await this.append(id, stored.version, decideOn(stored.state, { do: 'start', data }));
    return { version, attempt: isOpen(stored.state) ? stored.state.started!.attempt : stored.state.attempts + 1 };
  }

  private async complete(work: Work, started: { version: number; attempt: number }, writer: RegisterWriter): Promise<void> {
    const { order, reading } = work;
    const refusals = await this.keepRefusals(order.id, started.attempt, reading);
    const state = { ...work.stored.state, started: { attempt: started.attempt } as SubmissionStarted['data'] };
    const touched = decideOn(state, { do: 'touch', registers: writer.pieces() });
    const completed = decideOn(state, { do: 'complete', data: summaryOf(work, writer, refusals) });
    await this.append(order.id, started.version, [...touched, ...completed]);
  }

  /** In appends that are within bounds; a piece that a crash left before its completion is passed over by readers. */
  private async append(id: string, from: number, events: readonly SubmissionEvent[]): Promise<number> {
    const stream = submissionStream(id);
    let version = from;
    for (let i = 0; i < events.length; i += EVENTS_AN_APPEND) {
      const news = events
        .slice(i, i + EVENTS_AN_APPEND)
        .map(({ type, data }, k): NewEvent => ({ id: uuid5(`${stream} ${version + k} ${type}`, IDS), type, data }));
      ({ version } = await this.parts.store.append(stream, version, news));
    }
    return version;
  }

  private async keepRefusals(id: string, attempt: number, { collected: { refused } }: Reading): Promise<string | null> {
    if (refused.count === 0) return null;
    const key = `refused-${id}-${attempt}`;
    await (await this.parts.blobs.receive(refused.body())).keep(key);
    return key;
  }

  /** What other complete releases of these indicators there are; this one is made known to later ones. */
  private async releasesBefore({ collected }: Reading, complete: ReadonlyMap<string, CompleteRelease>, { dryRun }: RecordOrder) {
    const before = new Map<string, CompleteRelease[]>();
    for (const indicator of new Set([...collected.indicators.texts, ...complete.keys()])) {
      const stream = releasesStream(indicator);
      const events = await this.parts.store.read({ stream });
      const release = complete.get(indicator);
      const id = release && uuid5(`${stream} ${release.submission}`, IDS);
      before.set(
        indicator,
        events.filter((e) => e.id !== id).map((e) => e.data as unknown as CompleteReleaseStated['data']),
      );
      if (!release || dryRun || events.some((e) => e.id === id)) continue;
      await this.parts.store.append(stream, events.length, [{ id: id!, type: 'CompleteReleaseStated', data: { v: 1, ...release } }]);
    }
    return before;
  }
}

function decideOn(state: SubmissionState, command: SubmissionCommand): readonly SubmissionEvent[] {
  const decided = submission.decide(command, state);
  if (decided instanceof Refusal) throw new Error(`A submission refused what was checked before: ${decided.detail}`);
  return decided;
}
