import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import { differenceOf } from './kept-bodies.js';
import { LogWalk } from './log-walk.js';

/** What is verified; read models may be left out where their file cannot be opened. */
export interface Stores {
  readonly events: EventStore;
  readonly documents?: ReadStore | undefined;
  readonly bodies: BlobStore;
}

/** What was looked at, and what differs from what it should be. */
export interface Verification {
  readonly clean: boolean;
  readonly events: number;
  readonly submissions: number;
  readonly bodies: number;
  /** Completed submissions that are linked to the one before them. */
  readonly chained: number;
  /** The position up to which the log was read. */
  readonly position: string;
  /** A sentence each, the first thousand. */
  readonly differences: readonly string[];
}

/** Hears how far the work is: so many of what is counted. */
export type OnVerified = (phase: 'log' | 'bodies', done: number) => void;

const DIFFERENCES_MAX = 1000;
const DOCUMENTS_AT_ONCE = 1000;

/** Walks log, chain, bodies and read models, and says what differs. It changes nothing; a server may go on working meanwhile. */
export async function verify({ events, documents, bodies }: Stores, onVerified: OnVerified = () => undefined): Promise<Verification> {
  const found: string[] = [];
  const checkpoints = (await documents?.checkpoints()) ?? []; // Before the log's end is read, for both move on.
  await gather(found, events.damage());
  const walk = new LogWalk(events);
  await gather(found, untilError(walk.differences((done) => onVerified('log', done))));
  let looked = 0;
  for (const kept of walk.blobs.values()) {
    const difference = await differenceOf(bodies, kept);
    if (difference !== undefined) found.push(difference);
    onVerified('bodies', ++looked);
  }
  if (documents !== undefined) {
    await gather(found, documents.damage());
    const ahead = checkpoints.filter(({ position }) => position > walk.end);
    found.push(
      ...ahead.map(
        ({ reader, position }) =>
          `Read models of ${reader} were made up to ${position}, and the log ends at ${walk.end || 'its beginning'}: it was cut short, or is another one.`,
      ),
    );
    if (checkpoints.length > 0) await gather(found, untilError(unknownSubmissions(documents, events, walk)));
  }
  const { chain, submissions, end } = walk;
  const differences = [...new Set(found)].slice(0, DIFFERENCES_MAX);
  return {
    clean: found.length === 0,
    events: walk.events,
    submissions: submissions.size,
    bodies: looked,
    chained: chain.length,
    position: end,
    differences,
  };
}

async function gather(found: string[], sentences: AsyncIterable<string>): Promise<void> {
  for await (const sentence of sentences) if (found.length <= DIFFERENCES_MAX) found.push(sentence);
}

/** What cannot be read on is a difference, and the rest is looked at all the same. */
async function* untilError(sentences: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* sentences;
  } catch (error) {
    yield `It could not be read on: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function* unknownSubmissions(documents: ReadStore, events: EventStore, { submissions }: LogWalk): AsyncGenerator<string> {
  if (!(await documents.collectionNames()).includes('submissions')) return;
  for (let cursor: string | undefined; ;) {
    const page = await documents.find<{ submission?: string }>('submissions', { limit: DOCUMENTS_AT_ONCE, ...(cursor && { cursor }) });
    const unread = page.items.flatMap(({ submission }) => (submission === undefined || submissions.has(submission) ? [] : [submission]));
    // The log may have grown since it was read.
    const versions = await events.versions(unread.map((submission) => `submission-${submission}`));
    for (const [i, submission] of unread.entries()) {
      if (versions[i] === 0) yield `Read models hold submission ${submission}, which this log does not know.`;
    }
    if (page.next === null) return;
    cursor = page.next;
  }
}
