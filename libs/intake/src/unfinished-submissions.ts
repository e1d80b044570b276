import { BEGINNING, type EventStore, type Position } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import type { SubmissionEvent, SubmissionFailed, SubmissionStarted } from './domain/submission-events.js';
import { startedOrder } from './record-order.js';
import type { SubmissionRecorder } from './record-submission.js';

const EVENTS_AT_ONCE = 1000;
/** Under it the read store knows up to where every submission is completed, so that a start need not read the whole log. */
const CHECKPOINT = 'unfinished-submissions';

/** Follows the log's submissions, and finishes those that were started and that nobody works on, such as after a crash. */
export class UnfinishedSubmissions {
  private readonly open = new Map<string, SubmissionStarted['data']>();
  /** Those that failed and wait for a person; of the withdrawn ones, what is to be shown again after a reinstatement. */
  private readonly failed = new Map<string, SubmissionFailed['data']>();
  private readonly withdrawn = new Map<string, SubmissionFailed['data']>();
  private position: Position | undefined;
  private recorded: Position | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly documents: ReadStore,
    private readonly recorder: SubmissionRecorder,
  ) {}

  /** One round: reads on, and finishes what it may; what cannot be finished ends as failed. Throws for the first that a store keeps from its end; the others are tried before. */
  async finish(): Promise<void> {
    await this.readOn();
    const faults: Error[] = [];
    for (const [id, started] of this.open) {
      await this.finishOne(id, started).catch((cause: unknown) => faults.push(new Error(`submission ${id}: ${String(cause)}`, { cause })));
    }
    if (faults.length > 0) throw faults[0]!;
    await this.readOn(); // What has just failed is shown at once.
    if (this.open.size + this.failed.size > 0 || this.position === this.recorded) return;
    await this.documents.write({ puts: [], checkpoint: { reader: CHECKPOINT, position: this.position! } });
    this.recorded = this.position;
  }

  private async finishOne(id: string, started: SubmissionStarted['data']): Promise<void> {
    const outcome = await this.recorder.finish(startedOrder(id, started));
    if (outcome === 'at-work') return; // By whoever has its lease; its completion will be read.
    if (outcome instanceof Refusal) throw new Error(`it is left to be finished: ${outcome.detail}`);
    this.open.delete(id);
  }

  /** What waits for a person, as one sentence each. */
  waiting(): readonly string[] {
    return [...this.failed].map(([id, { feed, code, detail }]) => `Submission ${id} on ${feed} failed (${code}): ${detail}`);
  }

  private note(id: string, { type, data }: SubmissionEvent): void {
    if (type === 'SubmissionStarted') this.open.set(id, data);
    else if (type === 'SubmissionFailed') this.failed.set(id, data);
    else if (type === 'SubmissionWithdrawn') move(id, this.failed, this.withdrawn);
    else if (type === 'SubmissionReinstated') move(id, this.withdrawn, this.failed);
    if (type === 'SubmissionCompleted' || type === 'SubmissionFailed') this.open.delete(id);
    if (type === 'SubmissionCompleted' || type === 'SubmissionStarted') this.failed.delete(id);
  }

  private async readOn(): Promise<void> {
    this.position ??= this.recorded = (await this.documents.checkpoint(CHECKPOINT)) ?? BEGINNING;
    for (;;) {
      const events = await this.store.readAll(this.position, EVENTS_AT_ONCE, ['submission']);
      for (const { stream, position, ...event } of events) {
        const id = stream.slice('submission-'.length);
        this.note(id, event as unknown as SubmissionEvent);
        this.position = position;
      }
      if (events.length < EVENTS_AT_ONCE) return;
    }
  }
}

function move<T>(id: string, from: Map<string, T>, to: Map<string, T>): void {
  const one = from.get(id);
  if (one !== undefined) to.set(id, one);
  from.delete(id);
}
