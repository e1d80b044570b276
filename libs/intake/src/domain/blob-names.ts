import type { SubmissionEvent } from './submission-events.js';

/** What a key of a body, or of a list of refused rows, begins with. */
export const BLOB_PREFIXES = ['body-', 'refused-'] as const;

const OWNED = /^(?:body|refused)-([0-9a-f]{24})(?:-\d+)*$/;

/** The id of the submission that a body or a list of refused rows was kept for; undefined for what intake did not keep. */
export const ownerOf = (key: string): string | undefined => OWNED.exec(key)?.[1];

/** What a submission's events name: the bodies of all its attempts, and their lists of refused rows. */
export function namedBlobs(events: readonly SubmissionEvent[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { type, data } of events) {
    if (type === 'SubmissionStarted') named.add(data.blob);
    if (type === 'SubmissionCompleted' && data.refusals !== null) named.add(data.refusals);
  }
  return named;
}
