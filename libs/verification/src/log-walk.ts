import { BEGINNING, categoryOf, type EventStore, type Position, type StoredEvent } from '#libs/event-store';
import { Chain } from './domain/chain.js';

const EVENTS_AT_ONCE = 1000;
const SUBMISSION = 'submission-';

/** A body that the log says is kept; `sha256` is that of the decoded bytes, null where the log holds none. */
export interface KeptBlob {
  readonly blob: string;
  readonly submission: string;
  readonly sha256: string | null;
}

/** Reads the whole log once: versions without gaps, positions in order, and the chain of completed submissions. */
export class LogWalk {
  readonly blobs = new Map<string, KeptBlob>();
  readonly submissions = new Set<string>();
  readonly chain = new Chain();
  events = 0;
  end: Position = BEGINNING;
  private readonly versions = new Map<string, number>();
  private readonly linksAtStart = new Map<string, number>();

  constructor(private readonly store: EventStore) {}

  /** What differs, a sentence each; `onEvents` hears how many events are done. */
  async *differences(onEvents: (done: number) => void): AsyncGenerator<string> {
    for (;;) {
      const events = await this.store.readAll(this.end, EVENTS_AT_ONCE);
      for (const event of events) yield* this.differencesOf(event);
      onEvents((this.events += events.length));
      if (events.length < EVENTS_AT_ONCE) return;
    }
  }

  private *differencesOf(event: StoredEvent): Generator<string> {
    const { stream, version, position } = event;
    const before = this.versions.get(stream) ?? 0;
    if (version !== before + 1) yield `Stream ${stream} goes from version ${before} to ${version}.`;
    this.versions.set(stream, version);
    if (position <= this.end) yield `Event ${version} of ${stream} stands at ${position}, after ${this.end}.`;
    this.end = position;
    if (categoryOf(stream) === 'submission') yield* this.ofSubmission(stream.slice(SUBMISSION.length), event.type, event.data);
  }

  private ofSubmission(submission: string, type: string, data: object): string[] {
    this.submissions.add(submission);
    const { blob, sha256, before, refusals } = data as Partial<Record<'blob' | 'sha256' | 'refusals', string>> & { before?: Before };
    if (type === 'SubmissionStarted') {
      this.linksAtStart.set(submission, this.chain.length);
      if (blob !== undefined) this.blobs.set(blob, { blob, submission, sha256: sha256 ?? null });
    }
    if (type !== 'SubmissionCompleted') return [];
    if (refusals) this.blobs.set(refusals, { blob: refusals, submission, sha256: null });
    if (sha256 === undefined || before === undefined) return []; // Written before completions were chained.
    return this.chain.add({ submission, sha256, before, linksAtStart: this.linksAtStart.get(submission) ?? 0 });
  }
}

type Before = { readonly submission: string; readonly sha256: string } | null;
