import type { BlobStore } from '#libs/blob-store';
import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import { differenceOf, unnamedIn } from './kept-bodies.js';
import { LogWalk } from './log-walk.js';
import { readModelRules } from './read-models.js';

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
  /** Kept bodies that nothing in the log names: of pushes after its end, where it was cut short, or left by a crash. */
  readonly unnamed: number;
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

/** Walks log, chain, bodies and read models, and says what differs. It changes nothing; apps may go on working meanwhile. */
export async function verify({ events, documents, bodies }: Stores, onVerified: OnVerified = () => undefined): Promise<Verification> {
  const findings = new Findings();
  const checkpoints = (await documents?.checkpoints()) ?? []; // Before the log's end is read, for both move on.
  await findings.add(events.damage());
  const walk = new LogWalk(events);
  await findings.add(walk.differences((done) => onVerified('log', done)));
  const looked = await findings.addOfBodies(bodies, walk, (done) => onVerified('bodies', done));
  if (documents !== undefined) for (const rule of readModelRules(documents, { events, walk, checkpoints })) await findings.add(rule);
  return {
    clean: findings.sentences.length === 0,
    events: walk.events,
    submissions: walk.submissions.size,
    bodies: looked,
    unnamed: await unnamedIn(bodies, walk),
    chained: walk.chain.length,
    position: walk.end,
    differences: findings.sentences,
  };
}

/** What was found, each sentence once, the first thousand. */
class Findings {
  private readonly found = new Set<string>();

  get sentences(): readonly string[] {
    return [...this.found];
  }

  /** Where a rule cannot be followed to its end, that is a difference, and the others are followed all the same. */
  async add(sentences: AsyncIterable<string>): Promise<void> {
    try {
      for await (const sentence of sentences) this.say(sentence);
    } catch (error) {
      this.say(`It could not be read on: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Gives how many were looked at. */
  async addOfBodies(bodies: BlobStore, { blobs }: LogWalk, onBodies: (done: number) => void): Promise<number> {
    let looked = 0;
    for (const kept of blobs.values()) {
      const difference = await differenceOf(bodies, kept);
      if (difference !== undefined) this.say(difference);
      onBodies(++looked);
    }
    return looked;
  }

  private say(sentence: string): void {
    if (this.found.size < DIFFERENCES_MAX) this.found.add(sentence);
  }
}
