import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { type Clock, Refusal } from '#libs/kernel';
import { submission } from '../domain/submission.js';
import { readSubmission, receiptOf } from '../receipt.js';
import { type RecordOrder, startOf } from '../record-order.js';
import type { Recorded } from '../record-submission.js';
import type { Failure } from './failure.js';
import { decideOn, SubmissionLog } from './submission-log.js';

/** What ending a submission works with. */
export interface FailingParts {
  readonly store: EventStore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
}

/** Ends a submission as failed: it is shown, and left to a person. Throws `cause` when it came to another end meanwhile. */
export async function failSubmission(parts: FailingParts, order: RecordOrder, failure: Failure, cause: Error): Promise<Recorded> {
  const stored = await readSubmission(parts.store, order.id);
  const begun = submission.decide({ do: 'start', data: startOf(order) }, stored.state);
  if (begun instanceof Refusal) throw cause;
  const state = begun.reduce((before, event) => submission.evolve(before, event), stored.state);
  const failed = decideOn(state, { do: 'fail', data: { feed: order.feed, ...failure, at: parts.clock.now().toISOString() } });
  await new SubmissionLog(parts.store, order.id, stored.version).append([...begun, ...failed]);
  return { receipt: (await receiptOf(parts, order.id))!, first: true };
}
