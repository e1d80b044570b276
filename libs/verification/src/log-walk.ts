import { BEGINNING, categoryOf, type EventStore, type Position, type StoredEvent } from '#libs/event-store';
import { Chain } from './domain/chain.js';
import { ExpectedDocuments, touchedIn } from './domain/expected-documents.js';

const EVENTS_AT_ONCE = 1000;
const SUBMISSION = 'submission-';

/** A body, or a list of refused rows, that the log says is kept; `sha256` is that of the decoded bytes, null where the log holds none. */
export interface KeptBlob {
  readonly blob: string;
  readonly noun: 'body' | 'list of refused rows';
  readonly submission: string;
  readonly sha256: string | null;
}

/** Reads the whole log: versions without gaps, positions in order, the chain of completed submissions, and what must follow from it. */
export class LogWalk {
  readonly blobs = new Map<string, KeptBlob>();
  /** Bodies that a partition has claimed, whether recorded by now or not. */
  readonly claimed = new Set<string>();
  readonly submissions = new Set<string>();
  readonly chain = new Chain();
  readonly expected = new ExpectedDocuments();
  events = 0;
  end: Position = BEGINNING;
  private readonly versions = new Map<string, number>();
  private readonly linksAtStart = new Map<string, number>();
  /** By register, the last version that a submission says it wrote, and which one. */
  private readonly touched = new Map<string, { version: number; submission: string }>();

  constructor(private readonly store: EventStore) {}

  /** What differs, a sentence each; `onEvents` hears how many events are done. Called again, it reads on from where it ended. */
  async *differences(onEvents: (done: number) => void = () => undefined): AsyncGenerator<string> {
    const begun = await this.store.streams('');
    for (;;) {
      const events = await this.store.readAll(this.end, EVENTS_AT_ONCE);
      for (const event of events) yield* this.differencesOf(event);
      onEvents((this.events += events.length));
      if (events.length < EVENTS_AT_ONCE) break;
    }
    yield* this.nameDifferences(begun, new Set(await this.store.streams('')));
    for (const [register, { version, submission }] of this.touched) {
      const last = this.versions.get(register) ?? 0;
      if (last < version) yield `Submission ${submission} wrote ${register} up to version ${version}, and the log has it up to ${last}.`;
    }
  }

  /** Streams are found by their names, which some stores keep beside the events. */
  private *nameDifferences(begun: readonly string[], names: ReadonlySet<string>): Generator<string> {
    for (const stream of begun) if (!this.versions.has(stream)) yield `Stream ${stream} was begun, and the log holds nothing of it.`;
    for (const stream of this.versions.keys()) if (!names.has(stream)) yield `Stream ${stream} is in the log, and not found by its name.`;
  }

  private *differencesOf(event: StoredEvent): Generator<string> {
    const { stream, version, position } = event;
    const before = this.versions.get(stream) ?? 0;
    if (version !== before + 1) yield `Stream ${stream} goes from version ${before} to ${version}.`;
    this.versions.set(stream, version);
    if (position <= this.end) yield `Event ${version} of ${stream} stands at ${position}, after ${this.end}.`;
    this.end = position;
    this.expected.add(event);
    if (categoryOf(stream) === 'submission') yield* this.ofSubmission(stream.slice(SUBMISSION.length), event.type, event.data);
    if (categoryOf(stream) === 'partition') this.ofPartition(event.data);
  }

  private ofSubmission(submission: string, type: string, data: object): string[] {
    this.submissions.add(submission);
    const { sha256, before } = data as Named;
    if (type === 'SubmissionStarted') this.linksAtStart.set(submission, this.chain.length);
    if (type === 'RegistersTouched') {
      for (const { register, version } of touchedIn(data as Named)) this.touch(register, { version, submission });
    }
    for (const kept of blobsIn(submission, type, data)) this.blobs.set(kept.blob, kept);
    if (type !== 'SubmissionCompleted' || sha256 === undefined || before === undefined) return []; // Written before completions were chained.
    return this.chain.add({ submission, sha256, before, linksAtStart: this.linksAtStart.get(submission) ?? 0 });
  }

  private touch(register: string, by: { version: number; submission: string }): void {
    if ((this.touched.get(register)?.version ?? 0) < by.version) this.touched.set(register, by);
  }

  private ofPartition(data: object): void {
    for (const { blob } of (data as { submissions?: readonly { blob: string }[] }).submissions ?? []) this.claimed.add(blob);
  }
}

/** What the events of a submission say, each some of it. */
interface Named {
  readonly sha256?: string;
  readonly before?: { readonly submission: string; readonly sha256: string } | null;
  readonly blob?: string;
  readonly refusals?: string | null;
  readonly refusalsSha256?: string;
  readonly registers: Parameters<typeof touchedIn>[0]['registers'];
}

/** The blobs that an event names. */
function blobsIn(submission: string, type: string, data: object): KeptBlob[] {
  const { blob, sha256 = null, refusals, refusalsSha256 = null } = data as Named;
  if (type === 'SubmissionStarted' && blob !== undefined) return [{ blob, noun: 'body', submission, sha256 }];
  if (type === 'SubmissionCompleted' && refusals)
    return [{ blob: refusals, noun: 'list of refused rows', submission, sha256: refusalsSha256 }];
  return [];
}
