/** The events of `submission-<id>`. A storage format: golden files in test/golden/events. */
import type { ObservationCounts, RowCounts } from './counts.js';

export interface SubmissionStarted {
  readonly type: 'SubmissionStarted';
  readonly data: {
    readonly v: 1;
    /** 1, or the next when retryable rows are tried again. */
    readonly attempt: number;
    readonly feed: string;
    readonly profileVersion: number;
    /** Of the decoded body. */
    readonly sha256: string;
    /** The kept body, as it came (perhaps gzipped). */
    readonly blob: string;
    readonly gzip: boolean;
    readonly bytes: number;
    /** The file's own name; null when none was given. */
    readonly name: string | null;
    readonly released: string;
    /** An ISO moment. */
    readonly received: string;
    /** The day of receipt in London where it is not that of `received`: the clock was ahead of the days that had begun by the log. */
    readonly receivedOn?: string;
    readonly backfill: boolean;
    readonly by: string;
    readonly idempotencyKey?: string;
    /** Where its rows came from, when that was no file. */
    readonly from?: Provenance;
  };
}

/** The messages that became a submission: of a partition, from one offset to another; others may lie between. */
export interface Provenance {
  readonly topic: string;
  readonly partition: number;
  /** Whole numbers as text. */
  readonly first: string;
  readonly last: string;
}

/** Which register versions the submission wrote, in chunks before its completion. */
export interface RegistersTouched {
  readonly type: 'RegistersTouched';
  readonly data: {
    readonly v: 1;
    readonly attempt: number;
    /** By indicator: [area prefix and year as `E010081-2020`, version before, version after]. */
    readonly registers: Readonly<Record<string, readonly (readonly [string, number, number])[]>>;
  };
}

/** From here on the submission's figures count. */
export interface SubmissionCompleted {
  readonly type: 'SubmissionCompleted';
  readonly data: {
    readonly v: 1;
    readonly attempt: number;
    readonly feed: string;
    readonly released: string;
    readonly received: string;
    /** As in `SubmissionStarted`. */
    readonly receivedOn?: string;
    readonly backfill: boolean;
    readonly rows: RowCounts;
    readonly observations: ObservationCounts;
    /** How many rows were refused, or ignored, by code. */
    readonly refused: Readonly<Record<string, number>>;
    readonly ignored: Readonly<Record<string, number>>;
    /** Things to know that refused nothing: `coverage-unknown` ... */
    readonly notes: readonly { readonly code: string; readonly detail: string }[];
    /** The blob of all refused rows as NDJSON, null when there is none, and its SHA-256, which older versions left out. */
    readonly refusals: string | null;
    readonly refusalsSha256?: string;
    /** The refused rows by cause, the greatest first, bounded; and how many texts those of a code name, where all were told apart. Older versions left out both. */
    readonly refusalsByCause?: readonly RefusalCause[];
    readonly causes?: Readonly<Record<string, number>>;
    readonly retryable: boolean;
    readonly registers: number;
    readonly indicators: readonly string[];
    /** Of the decoded body; events of before lack it, and `before`. */
    readonly sha256?: string;
    /** The completion that stood last in the log: a chain (docs/adr/0020). Null where there was none. */
    readonly before?: { readonly submission: string; readonly sha256: string } | null;
  };
}

/** The attempt cannot be finished as things are; a person retries it or withdraws the submission. */
export interface SubmissionFailed {
  readonly type: 'SubmissionFailed';
  readonly data: {
    readonly v: 1;
    readonly attempt: number;
    readonly feed: string;
    /** `body-missing`, `body-changed`, `event-too-large`, `not-recordable`, or the code of the refusal that the started body meets now. */
    readonly code: string;
    readonly detail: string;
    /** An ISO moment. */
    readonly at: string;
  };
}

/** Its statements stop counting. */
export interface SubmissionWithdrawn {
  readonly type: 'SubmissionWithdrawn';
  readonly data: { readonly v: 1; readonly why: string; readonly by: string; readonly at: string };
}

/** The withdrawal is undone: its statements count again. */
export interface SubmissionReinstated {
  readonly type: 'SubmissionReinstated';
  readonly data: { readonly v: 1; readonly why: string; readonly by: string; readonly at: string };
}

export type SubmissionEvent =
  SubmissionStarted | RegistersTouched | SubmissionCompleted | SubmissionFailed | SubmissionWithdrawn | SubmissionReinstated;

export const submissionStream = (id: string): string => `submission-${id}`;

/** A row that was not taken, and how to mend it. */
export interface RefusedRow {
  /** Data rows are counted from 1. */
  readonly row: number;
  /** The physical line at which the row begins: the header is line 1. Null where older versions did not keep it. */
  readonly line: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
}

/** Refused rows that one correction would fix: those of one code about one text. */
export interface RefusalCause {
  readonly code: string;
  /** What the rows say that cannot be taken: an area code, a marker, a period. Null for rows of many texts, or of none. */
  readonly subject: string | null;
  readonly rows: number;
  readonly firstLine: number | null;
}

/** Where a submission stands: `tried` is a dry run, which records nothing. */
export type SubmissionStanding = 'started' | 'completed' | 'failed' | 'withdrawn' | 'tried';

/** Who withdrew or reinstated a submission, when and why. */
export interface Undoing {
  readonly why: string;
  readonly by: string;
  readonly at: string;
}

/** The answer to a push, as the API gives it. */
export interface Receipt {
  readonly submission: string;
  readonly feed: string;
  readonly sha256: string;
  readonly name: string | null;
  readonly released: string;
  readonly received: string;
  readonly backfill: boolean;
  readonly attempt: number;
  /** The same came before: this is its first receipt. */
  readonly again: boolean;
  /** Where the submission stands; `tried` for a dry run. */
  readonly state: SubmissionStanding;
  readonly rows: RowCounts;
  readonly observations: ObservationCounts;
  readonly ignored: Readonly<Record<string, number>>;
  readonly notes: readonly { readonly code: string; readonly detail: string }[];
  /** The first 1,000. */
  readonly refusals: readonly RefusedRow[];
  /** All refused rows by cause, the greatest first. */
  readonly refusalsByCause: readonly RefusalCause[];
  /** How many causes of a code there are, more than are listed perhaps; a code of too many to count is left out. */
  readonly causes: Readonly<Record<string, number>>;
  /** Null for a dry run, which records nothing. */
  readonly position: string | null;
  readonly dryRun: boolean;
  readonly withdrawn: Undoing | null;
  /** The last withdrawal was undone. */
  readonly reinstated: Undoing | null;
  /** Why the attempt under way cannot be finished; what an earlier attempt recorded goes on counting. */
  readonly failed: { readonly code: string; readonly detail: string; readonly at: string } | null;
  /** The path of the page that shows it; null for a dry run. */
  readonly page: string | null;
  /** The elements that were judged anew upon it, and of how many areas; left out until they are. */
  readonly elements?: readonly { readonly target: string; readonly element: string; readonly areas: number }[];
}
