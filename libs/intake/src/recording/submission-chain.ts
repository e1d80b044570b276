import { BEGINNING, type EventStore, type Position } from '#libs/event-store';
import type { SubmissionCompleted } from '../domain/submission-events.js';

/** The completion that another one follows. */
export type Before = NonNullable<SubmissionCompleted['data']['before']>;

const EVENTS_AT_ONCE = 1000;

/** Follows the log's submissions, for the last completion that is linked to the one before it (docs/adr/0020). */
export class SubmissionChain {
  private static readonly byStore = new WeakMap<EventStore, SubmissionChain>();
  private position: Position = BEGINNING;
  private latest: Before | null = null;
  private reading: Promise<unknown> = Promise.resolve();

  private constructor(private readonly store: EventStore) {}

  /** The one of this store, so that the log is read from its beginning once in the life of the process. */
  static of(store: EventStore): SubmissionChain {
    const known = this.byStore.get(store) ?? new SubmissionChain(store);
    this.byStore.set(store, known);
    return known;
  }

  /** The last completion in the log now; null where none is linked yet. */
  async last(): Promise<Before | null> {
    const next = this.reading.then(() => this.readOn());
    this.reading = next.catch(() => undefined); // It fails for its caller; the next caller reads on from there.
    await next;
    return this.latest;
  }

  private async readOn(): Promise<void> {
    for (;;) {
      const events = await this.store.readAll(this.position, EVENTS_AT_ONCE, ['submission']);
      for (const { stream, type, data, position } of events) {
        const { sha256 } = data as Partial<SubmissionCompleted['data']>;
        if (type === 'SubmissionCompleted' && sha256 !== undefined)
          this.latest = { submission: stream.slice('submission-'.length), sha256 };
        this.position = position;
      }
      if (events.length < EVENTS_AT_ONCE) return;
    }
  }
}
