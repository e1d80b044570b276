import { createInterface } from 'node:readline';
import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import { fold } from '#libs/kernel';
import { submission, type SubmissionState } from './domain/submission.js';
import { type Receipt, type RefusedRow, type SubmissionEvent, submissionStream } from './domain/submission-events.js';

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

/** The receipt of a completed submission; undefined before its first completion. */
export async function receiptOf(stores: { store: EventStore; blobs: BlobStore }, id: string): Promise<Receipt | undefined> {
  const { state, completedAt } = await readSubmission(stores.store, id);
  const { started, completed, withdrawn } = state;
  if (!started || !completed) return undefined;
  return {
    submission: id,
    feed: started.feed,
    sha256: started.sha256,
    name: started.name,
    released: completed.released,
    received: completed.received,
    backfill: completed.backfill,
    attempt: completed.attempt,
    rows: completed.rows,
    observations: completed.observations,
    ignored: completed.ignored,
    notes: completed.notes,
    refusals: completed.refusals === null ? [] : await refusedRows(stores.blobs, completed.refusals, 0, REFUSALS_SHOWN),
    refusalsByCause: completed.refusalsByCause ?? [],
    position: completedAt,
    dryRun: false,
    withdrawn: withdrawn && { why: withdrawn.why, by: withdrawn.by, at: withdrawn.at },
  };
}

/** Older versions kept no line. */
function refusedRow(json: string): RefusedRow {
  const { row, line = null, ...rest } = JSON.parse(json) as Omit<RefusedRow, 'line'> & Partial<Pick<RefusedRow, 'line'>>;
  return { row, line, ...rest };
}

/** Some of the refused rows that a submission kept, from one on. */
export async function refusedRows(blobs: BlobStore, key: string, from: number, limit: number): Promise<RefusedRow[]> {
  const body = await blobs.open(key);
  const rows: RefusedRow[] = [];
  let n = 0;
  for await (const line of createInterface({ input: body, crlfDelay: Infinity })) {
    if (n++ < from) continue;
    rows.push(refusedRow(line));
    if (rows.length === limit) break;
  }
  body.destroy();
  return rows;
}
