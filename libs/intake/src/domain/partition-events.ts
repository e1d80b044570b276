import type { Provenance, SubmissionStarted } from './submission-events.js';

/** A submission as it was ordered from messages: all that is needed to start it. */
export type OrderedSubmission = Omit<SubmissionStarted['data'], 'v' | 'attempt' | 'from' | 'idempotencyKey'> & {
  readonly id: string;
  readonly from: Provenance;
};

/** The event of `partition-<topic in full>-<n>`: these messages are taken, and will become these submissions. A storage format. */
export interface OffsetsTaken {
  readonly type: 'OffsetsTaken';
  readonly data: {
    readonly v: 1;
    readonly first: string;
    readonly last: string;
    /** None where every message was refused. */
    readonly submissions: readonly OrderedSubmission[];
  };
}

/** Of a topic in full, which no other topic is called: offsets of one say nothing of another's. */
export const partitionStream = (topic: string, partition: number): string => `partition-${topic}-${partition}`;
