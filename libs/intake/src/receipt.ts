import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { isOpen, submission, type SubmissionState } from './domain/submission.js';
import type { ObservationCounts } from './domain/counts.js';
import { type Receipt, type SubmissionEvent, type SubmissionStanding, submissionStream, type Undoing } from './domain/submission-events.js';
import { refusedRows } from './refused-rows.js';

/** How many refused rows a receipt carries. */
const REFUSALS_SHOWN = 1000;

/** A submission as the log tells it, and where it was last completed. */
export interface StoredSubmission {
  readonly state: SubmissionState;
  readonly version: number;
  readonly completedAt: string | null;
}

/** Reads a submission's own stream. */
export async function readSubmission(store: EventStore, id: string): Promise<StoredSubmission> {
  const events = await store.read({ stream: submissionStream(id) });
  return {
    state: fold(submission, events as unknown as SubmissionEvent[]),
    version: events.at(-1)?.version ?? 0,
    completedAt: events.findLast((e) => e.type === 'SubmissionCompleted')?.position ?? null,
  };
}

/** Where the submission stands. */
export function standingOf(state: SubmissionState): SubmissionStanding {
  if (state.withdrawn && !isOpen(state)) return 'withdrawn';
  if (state.failed) return 'failed';
  return state.completed ? 'completed' : 'started';
}

/** The receipt of a submission, from the log itself, with so many refused rows; undefined when there is none of this id. Nothing is counted before the completion. */
export async function receiptOf(
  stores: { store: EventStore; blobs: BlobStore },
  id: string,
  refusalsMax = REFUSALS_SHOWN,
): Promise<Receipt | undefined> {
  const { state, completedAt } = await readSubmission(stores.store, id);
  const { started, completed, withdrawn, reinstated, failed } = state;
  if (!started) return undefined;
  const { attempt, released, received, backfill } = completed ?? started;
  const { rows, observations, ignored, notes, refusals, refusalsByCause = [], causes = {} } = completed ?? NOTHING_COUNTED;
  return {
    submission: id,
    feed: started.feed,
    sha256: started.sha256,
    name: started.name,
    released,
    received,
    backfill,
    attempt,
    again: false,
    state: standingOf(state),
    rows,
    observations: { older: 0, ...observations },
    ignored,
    notes,
    refusals: await firstRefusals(stores.blobs, refusals, refusalsMax),
    refusalsByCause,
    causes,
    position: completedAt,
    dryRun: false,
    withdrawn: withdrawn && undoing(withdrawn),
    reinstated: reinstated && undoing(reinstated),
    failed: failed && { code: failed.code, detail: failed.detail, at: failed.at },
    page: pageOf(id),
  };
}

const firstRefusals = async (blobs: BlobStore, key: string | null, limit: number): Promise<Receipt['refusals']> =>
  key === null ? [] : (await refusedRows(blobs, key, { limit })).rows;

const NOTHING_COUNTED: Pick<Receipt, 'rows' | 'ignored' | 'notes' | 'refusalsByCause' | 'causes'> & {
  observations: ObservationCounts;
  refusals: null;
} = {
  rows: { read: 0, taken: 0, refused: 0, ignored: 0 },
  observations: { recorded: 0, revised: 0, confirmed: 0, dropped: 0 },
  ignored: {},
  notes: [],
  refusalsByCause: [],
  causes: {},
  refusals: null,
};

const undoing = ({ why, by, at }: Undoing): Undoing => ({ why, by, at });

/** The path of the page that shows a submission. */
const pageOf = (id: string): string => `/submissions/${id}`;
