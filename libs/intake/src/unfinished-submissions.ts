import { LOG_MARKS, MarkedWrites, otherLog } from '#libs/event-feed';
import { BEGINNING, type EventStore, type Position, type StoredEvent } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import type { Collection, ReadStore } from '#libs/read-store';
import type { SubmissionEvent, SubmissionFailed, SubmissionStarted } from './domain/submission-events.js';
import { readSubmission, standingOf } from './receipt.js';
import { startedOrder } from './record-order.js';
import type { SubmissionRecorder } from './record-submission.js';

const AT_ONCE = 1000;
/** What is followed of the log, under this name in the read store: a start reads on from there. */
const FOLLOWED = { name: 'unfinished-submissions', followed: ['submission'] } as const;
/** One document for each submission that has come to no end, or that failed and waits for a person. */
const UNFINISHED: Collection = { name: FOLLOWED.name, fields: [] };

/** Either is still open, or failed. */
interface Unfinished {
  readonly id: string;
  readonly started?: SubmissionStarted['data'];
  readonly failed?: SubmissionFailed['data'];
}

/** Follows the log's submissions, and finishes those that were started and that nobody works on, such as after a crash. */
export class UnfinishedSubmissions {
  private readonly all = new Map<string, Unfinished>();
  private readonly writes: MarkedWrites;
  private position: Position | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly documents: ReadStore,
    private readonly recorder: SubmissionRecorder,
  ) {
    this.writes = new MarkedWrites(FOLLOWED, documents);
  }

  /** One round: reads on, and finishes what it may; what cannot be finished ends as failed. Throws for the first that a store keeps from its end; the others are tried before. */
  async finish(): Promise<void> {
    await this.readOn();
    const faults: Error[] = [];
    for (const { id, started } of [...this.all.values()]) {
      if (!started) continue;
      await this.finishOne(id, started).catch((cause: unknown) => faults.push(new Error(`submission ${id}: ${String(cause)}`, { cause })));
    }
    await this.readOn(); // What has just failed is shown at once.
    if (faults.length > 0) throw faults[0]!;
  }

  /** What waits for a person, as one sentence each. */
  waiting(): readonly string[] {
    return [...this.all.values()].flatMap(({ id, failed }) =>
      failed ? [`Submission ${id} on ${failed.feed} failed (${failed.code}): ${failed.detail}`] : [],
    );
  }

  /** While another has its lease, that one completes it, and the completion will be read. */
  private async finishOne(id: string, started: SubmissionStarted['data']): Promise<void> {
    const outcome = await this.recorder.finish(startedOrder(id, started));
    if (outcome instanceof Refusal) throw new Error(`it is left to be finished: ${outcome.detail}`);
  }

  /** Reads on, and keeps where it is with what is unfinished there: nothing that waits holds the place back. */
  private async readOn(): Promise<void> {
    this.position ??= await this.begin();
    for (;;) {
      const from: Position = this.position;
      const events = await this.store.readAll(from, AT_ONCE, FOLLOWED.followed);
      if (events.length === 0) return;
      const ids = new Set<string>();
      for (const event of events) ids.add(await this.note(event));
      this.writes.begin(events, from);
      const position = events.at(-1)!.position;
      const puts = [...ids].flatMap((id) => this.all.get(id) ?? []).map((body) => ({ collection: UNFINISHED.name, id: body.id, body }));
      const removes = [...ids].filter((id) => !this.all.has(id)).map((id) => ({ collection: UNFINISHED.name, id }));
      await this.writes.write({ puts, removes }, position);
      this.position = position;
    }
  }

  /** Where it left off; in another log, such as an older backup, at the beginning. */
  private async begin(): Promise<Position> {
    this.all.clear();
    await this.documents.define([UNFINISHED, LOG_MARKS]);
    const position = await this.documents.checkpoint(FOLLOWED.name);
    if (position === undefined) return BEGINNING;
    if ((await otherLog(FOLLOWED.name, position, this.store, this.documents)) !== null) {
      await this.documents.drop([UNFINISHED.name], [FOLLOWED.name]);
      return BEGINNING;
    }
    for (let cursor: string | undefined; ;) {
      const { items, next } = await this.documents.find<Unfinished>(UNFINISHED.name, { limit: AT_ONCE, cursor });
      for (const one of items) this.all.set(one.id, one);
      if (next === null) return position;
      cursor = next;
    }
  }

  /** The submission that the event concerns. */
  private async note(event: StoredEvent): Promise<string> {
    const id = event.stream.slice('submission-'.length);
    const { type, data } = event as unknown as SubmissionEvent;
    if (type === 'SubmissionStarted') this.all.set(id, { id, started: data });
    else if (type === 'SubmissionFailed') this.all.set(id, { id, failed: data });
    else if (type === 'SubmissionCompleted') this.all.delete(id);
    else if (type === 'SubmissionWithdrawn' && this.all.get(id)?.failed) this.all.delete(id);
    else if (type === 'SubmissionReinstated') await this.reinstated(id);
    return id;
  }

  /** It waits again where it had failed before it was withdrawn. */
  private async reinstated(id: string): Promise<void> {
    const { state } = await readSubmission(this.store, id);
    if (standingOf(state) === 'failed') this.all.set(id, { id, failed: state.failed! });
  }
}
