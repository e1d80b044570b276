import { BEGINNING, type EventStore, type Position } from '#libs/event-store';
import type { Cut } from './figure-source.js';
import type { Counting, Counts } from './register-page.js';

/** What happened to a submission that bears on whether its figures count. */
interface Step {
  readonly position: Position;
  readonly recordedAt: string;
  /** The attempt that was completed; WITHDRAWN or REINSTATED where none was. */
  readonly attempt: number;
  readonly backfill: boolean;
}

const WITHDRAWN = 0;
const REINSTATED = -1;

interface Completed {
  readonly attempt: number;
  readonly backfill?: boolean;
}

/** The name under which a submission's nth attempt makes its statements. */
export function tokenOf(submission: string, attempt: number): string {
  return attempt === 1 ? submission : `${submission}.${attempt}`;
}

/** Knows of every submission when it was completed and withdrawn, and so whose figures count at a cut of the log. */
export class SubmissionLedger {
  private readonly steps = new Map<string, Step[]>();
  private position: Position = BEGINNING;

  constructor(private readonly store: EventStore) {}

  /** Reads on to the end of the log. */
  async upToDate(): Promise<void> {
    for (;;) {
      const events = await this.store.readAll(this.position, 1000, ['submission']);
      for (const { stream, type, data, position, recordedAt } of events) {
        this.position = position;
        const attempt = attemptOf(type, data);
        if (attempt === undefined) continue;
        const id = stream.slice('submission-'.length);
        const steps = this.steps.get(id) ?? [];
        this.steps.set(id, steps);
        steps.push({ position, recordedAt, attempt, backfill: attempt > 0 && (data as Completed).backfill === true });
      }
      if (events.length < 1000) return;
    }
  }

  /** Whose statements count at the cut, as far as the ledger has read. */
  countsAt(cut: Cut): Counts {
    const known = new Map<string, Counting | undefined>();
    return (token, released) => {
      if (cut.releasedBy !== undefined && released > cut.releasedBy) return undefined;
      if (!known.has(token)) known.set(token, this.counting(token, cut));
      return known.get(token);
    };
  }

  private counting(token: string, cut: Cut): Counting | undefined {
    const [id = '', attempt = '1'] = token.split('.');
    const until = (this.steps.get(id) ?? []).filter(
      (s) => (cut.position === undefined || s.position <= cut.position) && (cut.moment === undefined || s.recordedAt <= cut.moment),
    );
    if (until.at(-1)?.attempt === WITHDRAWN) return undefined;
    const completed = until.find((s) => s.attempt === Number(attempt));
    return completed && { recordedAt: completed.recordedAt, position: completed.position, backfill: completed.backfill };
  }
}

function attemptOf(type: string, data: unknown): number | undefined {
  if (type === 'SubmissionCompleted') return (data as Completed).attempt;
  if (type === 'SubmissionWithdrawn') return WITHDRAWN;
  return type === 'SubmissionReinstated' ? REINSTATED : undefined;
}
