import type { StoredEvent } from '#libs/event-store';
import type {
  RowCounts,
  SubmissionCompleted,
  SubmissionEvent,
  SubmissionFailed,
  SubmissionReinstated,
  SubmissionStarted,
  SubmissionWithdrawn,
} from '#libs/intake';

/** A submission as lists and provenance show it: its receipt without the refused rows. */
export interface SubmissionDocument {
  readonly submission: string;
  /** The version of its stream that this was made from. */
  readonly version: number;
  readonly feed: string;
  readonly profileVersion: number;
  readonly state: 'started' | 'completed' | 'failed' | 'withdrawn';
  readonly attempt: number;
  readonly name: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly released: string;
  readonly received: string;
  readonly backfill: boolean;
  readonly by: string;
  readonly rows: RowCounts | null;
  readonly observations: SubmissionCompleted['data']['observations'] | null;
  readonly refused: Readonly<Record<string, number>>;
  readonly ignored: Readonly<Record<string, number>>;
  readonly notes: SubmissionCompleted['data']['notes'];
  readonly indicators: readonly string[];
  /** Of the completion, from which its figures count; null until then. */
  readonly position: string | null;
  readonly recordedAt: string | null;
  readonly withdrawn: { readonly why: string; readonly by: string; readonly at: string } | null;
  readonly reinstated: { readonly why: string; readonly by: string; readonly at: string } | null;
  /** Why the attempt under way cannot be finished. */
  readonly failed: { readonly code: string; readonly detail: string; readonly at: string } | null;
}

function started(id: string, version: number, data: SubmissionStarted['data']): SubmissionDocument {
  const { feed, profileVersion, attempt, name, sha256, bytes, released, received, backfill, by } = data;
  return {
    submission: id,
    version,
    feed,
    profileVersion,
    state: 'started',
    attempt,
    name,
    sha256,
    bytes,
    released,
    received,
    backfill,
    by,
    rows: null,
    observations: null,
    refused: {},
    ignored: {},
    notes: [],
    indicators: [],
    position: null,
    recordedAt: null,
    withdrawn: null,
    reinstated: null,
    failed: null,
  };
}

/** The document after the event; the same document when the event was in it already. */
export function submissionDocument(
  id: string,
  before: SubmissionDocument | undefined,
  event: StoredEvent<SubmissionEvent['data']>,
): SubmissionDocument | undefined {
  const { type, version, position, recordedAt } = event;
  if (before !== undefined && version <= before.version) return before;
  if (type === 'SubmissionStarted') {
    const data = event.data as SubmissionStarted['data'];
    // A further attempt takes nothing back: what was completed before goes on counting.
    return before === undefined ? started(id, version, data) : { ...before, version, attempt: data.attempt };
  }
  if (before === undefined) throw new Error(`Stream ${event.stream} does not begin with SubmissionStarted.`);
  if (type === 'SubmissionCompleted') {
    const { attempt, rows, observations, refused, ignored, notes, indicators } = event.data as SubmissionCompleted['data'];
    return {
      ...before,
      version,
      state: 'completed',
      attempt,
      rows,
      observations,
      refused,
      ignored,
      notes,
      indicators,
      position,
      recordedAt,
      failed: null,
      withdrawn: null,
    };
  }
  return ended(before, event);
}

/** The document after what became of the submission apart from its figures. */
function ended(before: SubmissionDocument, { type, version, data }: StoredEvent<SubmissionEvent['data']>): SubmissionDocument {
  if (type === 'SubmissionFailed') {
    const { code, detail, at } = data as SubmissionFailed['data'];
    return { ...before, version, state: 'failed', failed: { code, detail, at } };
  }
  if (type === 'SubmissionWithdrawn') {
    const { why, by, at } = data as SubmissionWithdrawn['data'];
    return { ...before, version, state: 'withdrawn', withdrawn: { why, by, at }, reinstated: null };
  }
  if (type === 'SubmissionReinstated') {
    const { why, by, at } = data as SubmissionReinstated['data'];
    const state = before.failed ? 'failed' : 'completed';
    return { ...before, version, state, withdrawn: null, reinstated: { why, by, at } };
  }
  return before;
}
