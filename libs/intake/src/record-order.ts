import { londonDate } from '#libs/platform/work';
import type { SubmissionState } from './domain/submission.js';
import { isUnderWay } from './domain/submission.js';
import type { SubmissionStarted } from './domain/submission-events.js';

/** A delivery that has been received and kept, to be recorded. Plain data: it crosses threads. */
export interface RecordOrder extends Omit<SubmissionStarted['data'], 'v' | 'attempt'> {
  readonly id: string;
  /** The date of receipt in London. */
  readonly receivedOn: string;
  readonly dryRun: boolean;
  /** Whether nobody stated the release date, so that it is the day of receipt. */
  readonly releaseAssumed?: boolean;
  /** A dry run's refused rows are all wanted, as far as an answer holds them. */
  readonly allRefusals?: boolean;
  /** The decoded body itself when it is small, so that it need not be opened and unpacked a second time. */
  readonly decoded?: Uint8Array;
}

/** The order that a submission was started by. */
export function startedOrder(id: string, { v: _, attempt: __, ...started }: SubmissionStarted['data']): RecordOrder {
  return { id, receivedOn: londonDate(new Date(started.received)), dryRun: false, ...started };
}

/** What the log keeps of an order when its submission starts. */
export function startOf({
  id: _,
  receivedOn: __,
  dryRun: ___,
  decoded: ____,
  releaseAssumed: _____,
  allRefusals: ______,
  ...data
}: RecordOrder): Omit<SubmissionStarted['data'], 'v' | 'attempt'> {
  return data;
}

/** The order to go by: what was started already is finished as it was started, whoever sends the same again meanwhile. */
export function orderToFollow(asked: RecordOrder, state: SubmissionState): RecordOrder {
  if (asked.dryRun || !isUnderWay(state)) return asked;
  const { idempotencyKey, decoded } = asked;
  return { ...startedOrder(asked.id, state.started!), idempotencyKey, decoded };
}
