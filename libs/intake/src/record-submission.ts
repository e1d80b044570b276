import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Lease, type Leases, SoleHolder } from '#libs/event-feed';
import { onConflictRetry } from '#libs/event-store';
import { HistoryCache } from '#libs/figures';
import { Refusal } from '#libs/kernel';
import { isOpen, withdrawnRefusal } from './domain/submission.js';
import type { Receipt } from './domain/submission-events.js';
import { orderToFollow, type RecordOrder } from './record-order.js';
import { readSubmission, receiptOf, type StoredSubmission } from './receipt.js';
import { messagesOf, readBody } from './recording/body-reading.js';
import { failSubmission } from './recording/fail-submission.js';
import { failureBy, failureByRefusal, isCertain } from './recording/failure.js';
import { OutsideErrors } from './recording/outside-errors.js';
import type { RecorderParts } from './recorder-parts.js';
import { everySoOften, type OnProgress, quietly } from './recording/progress.js';
import { StatementCollector } from './recording/statement-collector.js';
import { checkKey } from './idempotency-key.js';
import { receiptAgain } from './recording/dry-receipt.js';
import { isCompleted, isFinal, notYetReleased, nothingNew } from './recording/summary.js';
import { writeSubmission } from './recording/write-submission.js';

export type { RecordOrder } from './record-order.js';

/** How many registers intake keeps folded between submissions, in statements. */
const STATEMENTS_KEPT = 300_000;

/** How often a submission is recorded anew that lost a race over its own stream, or to a complete release. */
const ATTEMPTS_MAX = 10;

/** How often a submission is tried at once that throws an error of which nothing is known. */
const ERRORS_MAX = 3;

/** How long a push waits for another instance that records the same, unless the recorder is told otherwise. */
const WAIT_MS_MAX = 30_000;

/** How often one looks again whether another instance has finished the same submission. */
const LOOK_MS = 250;

/** What came of it: `first` when this call recorded it. */
export interface Recorded {
  readonly receipt: Receipt;
  readonly first: boolean;
}

/**
 * Records submissions, one at a time: reads the kept body, decides, appends, completes. A crash at any point, and a race
 * that was lost to another instance, is mended by recording again. A lease spares two instances the same work.
 */
export class SubmissionRecorder {
  private readonly cache: HistoryCache;
  private readonly leases: Leases;
  private last: Promise<unknown> = Promise.resolve();

  private readonly outside = new OutsideErrors();
  private readonly parts: RecorderParts;

  constructor(parts: RecorderParts) {
    const [store, blobs] = [this.outside.watch(parts.store), this.outside.watch(parts.blobs)];
    this.parts = { ...parts, store, blobs, catalogue: this.outside.watch(parts.catalogue), faults: this.outside.watch(parts.faults) };
    this.cache = new HistoryCache(store, STATEMENTS_KEPT);
    this.leases = parts.leases ?? new SoleHolder();
  }

  /** Records what is ordered; what another instance is recording is waited for. */
  async record(order: RecordOrder, onProgress: OnProgress = quietly): Promise<Recorded | Refusal> {
    if (order.dryRun) return this.inTurn(order, onProgress);
    return this.whenFree(order, { willDo: isFinal, waitMsMax: this.parts.waitMsMax ?? WAIT_MS_MAX }, () => this.inTurn(order, onProgress));
  }

  /** Records what is ordered and was never recorded, and gives the receipt; what could be tried again is not. */
  async complete(order: RecordOrder): Promise<Recorded | Refusal> {
    return this.whenFree(order, { willDo: isCompleted, waitMsMax: Infinity }, async () => {
      const isDone = isCompleted(await readSubmission(this.parts.store, order.id));
      return isDone ? this.again(order) : this.inTurn(order, quietly);
    });
  }

  /** Finishes a submission that was started, unless somebody is at it. */
  async finish(order: RecordOrder): Promise<Recorded | Refusal | 'at-work'> {
    const lease = await this.lease(order);
    if (!lease) return 'at-work';
    return this.under(lease, async () => {
      const { state } = await readSubmission(this.parts.store, order.id);
      return isOpen(state) ? this.inTurn(order, quietly) : this.again(order);
    });
  }

  /** Does the work under the submission's lease; while another has it, waits until that has come to what will do, or for so long. */
  private async whenFree(
    order: RecordOrder,
    { willDo, waitMsMax }: { willDo: (stored: StoredSubmission) => boolean; waitMsMax: number },
    work: () => Promise<Recorded | Refusal>,
  ): Promise<Recorded | Refusal> {
    for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
      const lease = await this.lease(order);
      if (lease) return this.under(lease, work);
      if (willDo(await readSubmission(this.parts.store, order.id))) return this.again(order);
      if (waitedMs >= waitMsMax) return this.underWay(order.id);
      await setTimeout(LOOK_MS);
    }
  }

  /** What there is of a submission that another instance goes on recording: where to ask for its receipt. */
  private async underWay(id: string): Promise<Recorded | Refusal> {
    const receipt = await receiptOf(this.parts, id);
    return receipt
      ? { receipt, first: false }
      : new Refusal('busy', 'Another instance is reading the same file; ask again in half a minute.');
  }

  private lease({ id }: RecordOrder): Promise<Lease | undefined> {
    return this.leases.take(`submission-${id}`);
  }

  private under<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
    return work().finally(() => lease.release());
  }

  private inTurn(order: RecordOrder, onProgress: OnProgress): Promise<Recorded | Refusal> {
    const mine = this.last.then(() => this.toAnEnd(order, onProgress));
    this.last = mine.catch(() => undefined); // Its own caller hears of the fault; the next one starts afresh.
    return mine;
  }

  /** Recorded, refused or failed: whatever the body and its feed are, it comes to an end. Throws for what is not the submission's fault. */
  private async toAnEnd(order: RecordOrder, onProgress: OnProgress): Promise<Recorded | Refusal> {
    for (let errors = 1; ; errors++) {
      try {
        return await this.unlessLost(order, await this.untilDone(order, onProgress));
      } catch (error) {
        if (this.outside.has(error) || !(error instanceof Error)) throw error;
        if (!isCertain(error) && errors < ERRORS_MAX) continue;
        const failure = failureBy(error);
        return order.dryRun ? new Refusal(failure.code, failure.detail) : await failSubmission(this.parts, order, failure, error);
      }
    }
  }

  /** What was begun and is refused now, such as after a change of its feed, ends as failed. */
  private async unlessLost(order: RecordOrder, outcome: Recorded | Refusal): Promise<Recorded | Refusal> {
    if (!(outcome instanceof Refusal) || order.dryRun || isOfSending(outcome)) return outcome;
    if (!isOpen((await readSubmission(this.parts.store, order.id)).state)) return outcome;
    return failSubmission(this.parts, order, failureByRefusal(outcome), new Error(outcome.detail));
  }

  private async untilDone(order: RecordOrder, onProgress: OnProgress): Promise<Recorded | Refusal> {
    return onConflictRetry(() => this.recordNext(order, onProgress), ATTEMPTS_MAX);
  }

  private async recordNext(asked: RecordOrder, onProgress: OnProgress): Promise<Recorded | Refusal> {
    const catalogue = await this.parts.catalogue.upToDate();
    const feed = catalogue.feed(asked.feed);
    if (!feed) return new Refusal('unknown-feed', `There is no feed called ${asked.feed}; define it first.`);
    const stored = await readSubmission(this.parts.store, asked.id);
    const answer = await this.answered(asked, stored);
    if (answer) return answer;
    const order = orderToFollow(asked, stored.state);
    const collected = new StatementCollector(
      {
        spoolDir: this.parts.spoolDir,
        name: `${order.id}-${randomUUID()}`,
        memoryBytesMax: this.parts.memoryBytesMax,
        windows: feed.profile['complete'] === 'window',
      },
      everySoOften((rows, bytes) => onProgress({ phase: 'reading', rows, bytes, registers: 0 })),
    );
    try {
      const outcome = await readBody({ ...this.parts, catalogue, outside: this.outside }, feed, order, collected);
      if (outcome instanceof Refusal) return outcome;
      if (nothingNew(stored, collected)) return await this.again(order);
      const messages = await messagesOf(this.parts.blobs, order);
      return await writeSubmission(this.parts, this.cache, { order, feed, stored, reading: { collected, outcome, messages } }, onProgress);
    } finally {
      collected.close();
    }
  }

  /** What can be answered without reading the body. */
  private async answered(asked: RecordOrder, stored: StoredSubmission): Promise<Recorded | Refusal | undefined> {
    if (asked.released > asked.receivedOn) return notYetReleased(asked);
    const taken = await checkKey(this.parts.store, asked);
    if (taken) return taken;
    if (stored.state.withdrawn && !isOpen(stored.state)) return withdrawnRefusal(stored.state.withdrawn);
    return isFinal(stored) ? this.again(asked) : undefined;
  }

  private async again(order: RecordOrder): Promise<Recorded> {
    return { receipt: await receiptAgain(this.parts, order), first: false };
  }
}

/** A refusal of this sending alone: what was begun under another is not concerned. */
const isOfSending = ({ code }: Refusal): boolean => code === 'idempotency-key-reused' || code === 'withdrawn';
