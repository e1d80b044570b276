/** A row that was not taken, and what to do about it. */
export interface RefusedRow {
  /** Data rows count from 1. */
  readonly row: number;
  /** Where it stands in the file; null or left out where the server does not know. */
  readonly line?: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
}

/** Refused rows that one correction would fix. */
export interface RefusalCause {
  readonly code: string;
  /** What the rows name that cannot be taken, such as an area code. */
  readonly subject: string | null;
  readonly rows: number;
  readonly firstLine: number | null;
}

/** The answer to a push as the HTTP API gives it; members that older servers leave out are optional. */
export interface Receipt {
  readonly submission: string | null;
  readonly feed: string;
  readonly name: string | null;
  readonly released: string;
  readonly received: string;
  readonly backfill: boolean;
  readonly dryRun: boolean;
  /** Whether the same file was pushed before; this is the receipt of then. */
  readonly again?: boolean;
  readonly state?: string;
  readonly rows: { readonly read: number; readonly taken: number; readonly refused: number; readonly ignored: number };
  readonly observations: {
    readonly recorded: number;
    readonly revised: number;
    readonly confirmed: number;
    readonly dropped: number;
    /** Statements that lie behind a newer release. */
    readonly older?: number;
  };
  readonly ignored?: Readonly<Record<string, number>>;
  readonly notes?: readonly { readonly code: string; readonly detail: string }[];
  readonly refusals: readonly RefusedRow[];
  readonly refusalsByCause?: readonly RefusalCause[];
  /** How many causes of a code there are, where the server knows. */
  readonly causes?: Readonly<Record<string, number>>;
  /** The elements that were judged anew because of it, where the server says so. */
  readonly elements?: readonly (string | object)[];
  /** The path of its page. */
  readonly page?: string | null;
  readonly withdrawn?: { readonly why: string; readonly by: string; readonly at: string } | null;
  readonly reinstated?: { readonly why: string; readonly by: string; readonly at: string } | null;
  readonly failed?: { readonly code: string; readonly detail: string } | null;
  readonly position: string | null;
}

/** A submission that is still being recorded: the answer of 202, and of its route until it is done. */
export interface Unfinished {
  readonly submission: string;
  readonly state?: string;
}

/** The state of a submission that is being recorded, or tried again. */
const UNDER_WAY = 'started';

/** Whether the server is done with it, one way or another. */
export function isDone(answer: Receipt | Unfinished): answer is Receipt {
  if (answer.state === UNDER_WAY) return false;
  if (!('rows' in answer) || answer.rows === null || answer.rows === undefined) return 'failed' in answer && Boolean(answer.failed);
  return answer.dryRun || answer.position !== null || Boolean(answer.failed) || Boolean(answer.withdrawn);
}
