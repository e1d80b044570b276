import { createHash, type Hash } from 'node:crypto';
import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { type HistoryCache, tokenOf } from '#libs/figures';
import type { Refusal } from '#libs/kernel';
import type { FaultPoints } from '#libs/platform';
import { isUnderWay } from '../domain/submission.js';
import type { SubmissionCompleted, SubmissionStarted } from '../domain/submission-events.js';
import { claimKey } from '../idempotency-key.js';
import { receiptOf } from '../receipt.js';
import { startOf } from '../record-order.js';
import type { Recorded } from '../record-submission.js';
import { dryReceipt } from './dry-receipt.js';
import { KnownReleases } from './known-releases.js';
import type { OnProgress } from './progress.js';
import { type Reading, recordReading } from './recording.js';
import { SubmissionChain } from './submission-chain.js';
import { decideOn, SubmissionLog } from './submission-log.js';
import type { RegisterWriter } from './register-writer.js';
import { completeReleases, summaryOf, type Work } from './summary.js';
import { mustAddUp } from './sums.js';

/** What is written to, and where a test may strike. */
export interface WritingParts {
  readonly store: EventStore;
  readonly blobs: BlobStore;
  readonly faults: FaultPoints;
}

/** Starts a submission that was read, writes its registers, completes it. Throws WrongVersion when another came in between. */
export async function writeSubmission(
  parts: WritingParts,
  cache: HistoryCache,
  work: Work,
  onProgress: OnProgress,
): Promise<Recorded | Refusal> {
  const { order, reading } = work;
  const { store, faults } = parts;
  const claimed = order.dryRun ? undefined : await claimKey(store, order);
  if (claimed) return claimed;
  const log = new SubmissionLog(store, order.id, work.stored.version);
  const underWay = order.dryRun ? { log, attempt: 1 } : await start(work, log);
  faults.hit('started');
  const token = tokenOf(order.id, underWay.attempt);
  const complete = completeReleases(work, token);
  const known = new KnownReleases(store);
  await known.learn(reading.collected.indicators.texts, complete, order.dryRun);
  let registers = 0;
  const writer = await recordReading(store, cache, reading, {
    token,
    released: order.released,
    receivedOn: order.receivedOn,
    complete,
    completeBefore: known.before,
    dryRun: order.dryRun,
    onAppended: (more) => {
      if (!order.dryRun) faults.hit('register-append');
      onProgress({ phase: 'recording', rows: reading.outcome.rows, bytes: 0, registers: (registers += more) });
    },
  });
  mustAddUp(reading.collected, writer.tally);
  if (order.dryRun) return { receipt: await dryReceipt(order, summaryOf(work, writer), reading), first: true };
  await known.mustStand();
  faults.hit('complete');
  await finish(work, underWay, writer, parts);
  return { receipt: (await receiptOf(parts, order.id))!, first: true };
}

/** What is under way: a submission's own stream, and which attempt at it. */
interface UnderWay {
  readonly log: SubmissionLog;
  readonly attempt: number;
}

async function start({ order, stored: { state } }: Work, log: SubmissionLog): Promise<UnderWay> {
  await log.append(decideOn(state, { do: 'start', data: startOf(order) }));
  return { log, attempt: isUnderWay(state) ? state.started!.attempt : state.attempts + 1 };
}

async function finish(work: Work, { log, attempt }: UnderWay, writer: RegisterWriter, { store, blobs }: WritingParts): Promise<void> {
  const refusals = await keepRefusals(`refused-${work.order.id}-${attempt}`, work.reading, blobs);
  const state = { ...work.stored.state, started: { attempt } as SubmissionStarted['data'] };
  const before = await SubmissionChain.of(store).last();
  const touched = decideOn(state, { do: 'touch', registers: writer.pieces() });
  const completed = decideOn(state, {
    do: 'complete',
    data: { ...summaryOf(work, writer), ...refusals, sha256: work.order.sha256, before },
  });
  await log.append([...touched, ...completed]);
}

type KeptRefusals = Pick<SubmissionCompleted['data'], 'refusals' | 'refusalsSha256'>;

async function keepRefusals(key: string, { collected: { refused } }: Reading, blobs: BlobStore): Promise<KeptRefusals> {
  if (refused.count === 0) return { refusals: null };
  const hash = createHash('sha256');
  await (await blobs.receive(hashed(refused.body(), hash))).keep(key);
  return { refusals: key, refusalsSha256: hash.digest('hex') };
}

async function* hashed(body: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}
