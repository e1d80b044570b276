import { londonDate } from '#libs/platform/work';
import type { SubmissionState } from './domain/submission.js';
import { isUnderWay } from './domain/submission.js';
import type { SubmissionStarted } from './domain/submission-events.js';

/** A delivery that has been received and kept, to be recorded. Plain data: it crosses threads. */
export interface RecordOrder extends Omit<SubmissionStarted['data'], 'v' | 'attempt' | 'receivedOn'> {
  readonly id: string;
  /** The day of receipt in London, no later than the last day that has begun by the log. */
  readonly receivedOn: string;
  readonly dryRun: boolean;
  /** Whether nobody stated the release date, so that it is the day of receipt. */
  readonly releaseAssumed?: boolean;
  /** A dry run's refused rows are all wanted, as far as an answer holds them. */
  readonly allRefusals?: boolean;
  /** The decoded body itself when it is small, so that it need not be opened and unpacked a second time; handed over to the recording thread. */
  readonly decoded?: Uint8Array;
}

/** The order that a submission was started by. */
export function startedOrder(id: string, { v: _, attempt: __, ...started }: SubmissionStarted['data']): RecordOrder {
  return { id, dryRun: false, ...started, receivedOn: started.receivedOn ?? londonDate(new Date(started.received)) };
}

/** The day of receipt where it must be recorded: where it is not the date of `received`. */
export function dayApart({ received, receivedOn }: Pick<RecordOrder, 'received' | 'receivedOn'>): { readonly receivedOn?: string } {
  return receivedOn === londonDate(new Date(received)) ? {} : { receivedOn };
}

/** What the log keeps of an order when its submission starts. */
export function startOf({
  id: _,
  receivedOn,
  dryRun: __,
  decoded: ___,
  releaseAssumed: ____,
  allRefusals: _____,
  ...data
}: RecordOrder): Omit<SubmissionStarted['data'], 'v' | 'attempt'> {
  return { ...data, ...dayApart({ received: data.received, receivedOn }) };
}

/** The order to go by: what was started already is finished as it was started, whoever sends the same again meanwhile. */
export function orderToFollow(asked: RecordOrder, state: SubmissionState): RecordOrder {
  if (asked.dryRun || !isUnderWay(state)) return asked;
  const { idempotencyKey, decoded } = asked;
  return { ...startedOrder(asked.id, state.started!), idempotencyKey, decoded };
}
