import { randomUUID } from 'node:crypto';
import { v5 as uuid5 } from 'uuid';
import type { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import { submission, type SubmissionCommand, type SubmissionState } from '../domain/submission.js';
import { type SubmissionEvent, submissionStream } from '../domain/submission-events.js';

/** So many pieces of a submission's own stream fit one append. */
const EVENTS_AN_APPEND = 4;

/** Writes a submission's own stream, from where it was read on. */
export class SubmissionLog {
  private readonly stream: string;
  /** Of two that record one submission at once, one must hear that the other came first: so their events are not the same. */
  private readonly ids = randomUUID();

  constructor(
    private readonly store: EventStore,
    id: string,
    private version: number,
  ) {
    this.stream = submissionStream(id);
  }

  /** In appends that are within bounds; a piece that was left before its completion is passed over by readers. Throws WrongVersion. */
  async append(events: readonly SubmissionEvent[]): Promise<void> {
    for (let i = 0; i < events.length; i += EVENTS_AN_APPEND) {
      const some = events.slice(i, i + EVENTS_AN_APPEND);
      const news = some.map(({ type, data }, k) => ({ id: uuid5(`${this.version + k}`, this.ids), type, data }));
      this.version = (await this.store.append(this.stream, this.version, news)).version;
    }
  }
}

/** What the rule says to a command that was checked before, so that a refusal would be a fault of ours. */
export function decideOn(state: SubmissionState, command: SubmissionCommand): readonly SubmissionEvent[] {
  const decided = submission.decide(command, state);
  if (decided instanceof Refusal) throw new Error(`A submission refused what was checked before: ${decided.detail}`);
  return decided;
}
