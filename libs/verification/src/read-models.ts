import { setTimeout as sleep } from 'node:timers/promises';
import { otherLog } from '#libs/event-feed';
import type { EventStore } from '#libs/event-store';
import type { Checkpoint, ReadStore } from '#libs/read-store';
import { type Kept, KEPT, type Since } from './domain/expected-documents.js';
import type { LogWalk } from './log-walk.js';

const LOOK_AGAIN_MS = 1_000;

/** What the documents are compared with. */
export interface Compared {
  readonly events: EventStore;
  readonly walk: LogWalk;
  /** As they were before the log was walked: both move on. */
  readonly checkpoints: readonly Checkpoint[];
}

/** What differs between the read models and the log, as rules that are followed one by one. */
export function readModelRules(documents: ReadStore, compared: Compared): AsyncIterable<string>[] {
  const { checkpoints } = compared;
  return [
    documents.damage(),
    withoutCheckpoints(documents),
    ...checkpoints.map((checkpoint) => ofOtherLog(documents, compared, checkpoint)),
    ...KEPT.map((kept) => compare(documents, compared, kept)),
  ];
}

/** Looked at twice: in between, a rebuild of all may have forgotten the checkpoints and not yet removed the documents. */
async function* withoutCheckpoints(documents: ReadStore): AsyncGenerator<string> {
  for (const lastLook of [false, true]) {
    if ((await documents.checkpoints()).length > 0) return;
    const found = await Promise.all(KEPT.map(({ collection }) => idsIn(documents, collection)));
    if (found.every((ids) => ids.length === 0)) return;
    if (lastLook) yield 'Read models hold documents, and no checkpoint says up to where the log was read: floor rebuild makes them again.';
    else await sleep(LOOK_AGAIN_MS);
  }
}

async function* ofOtherLog(documents: ReadStore, { events, walk }: Compared, { reader, position }: Checkpoint): AsyncGenerator<string> {
  if (position > walk.end) {
    const end = walk.end || 'its beginning';
    yield `Read models of ${reader} were made up to ${position}, and the log ends at ${end}: it was cut short, or is another one.`;
    return;
  }
  const why = await otherLog(reader, position, events, documents);
  if (why !== null) yield `Read models of ${reader} were made from another log: ${why}.`;
}

/** Which documents there are, against which there must be. */
async function* compare(documents: ReadStore, { walk, checkpoints }: Compared, { collection, noun, reader }: Kept): AsyncGenerator<string> {
  const found = await idsIn(documents, collection);
  if (found.some((id) => !walk.expected.of(collection).has(id))) yield* walk.differences(); // The log may have grown since it was read.
  const expected = walk.expected.of(collection);
  for (const id of found) if (!expected.has(id)) yield `Read models hold ${noun} ${id}, which this log does not know.`;
  const upTo = checkpoints.find((checkpoint) => checkpoint.reader === reader)?.position;
  if (upTo === undefined) return;
  const parked = new Set(
    (await idsIn(documents, 'parked'))
      .map((id) => id.split('|'))
      .filter(([of]) => of === reader)
      .map(([, stream]) => stream),
  );
  const there = new Set(found);
  const missing = [...expected].filter(([id, { position, stream }]) => position <= upTo && !there.has(id) && !parked.has(stream));
  if (missing.length > 0 && !(await isRebuilt(documents, reader, upTo))) yield* missing.map((one) => lacking(noun, one));
}

const lacking = (noun: string, [id, { stream }]: [string, Since]): string =>
  `Read models lack ${noun} ${id}, which follows from ${stream}.`;

/** A rebuild that was begun meanwhile has emptied them. */
async function isRebuilt(documents: ReadStore, reader: string, before: string): Promise<boolean> {
  const now = await documents.checkpoint(reader);
  return now === undefined || now < before;
}

async function idsIn(documents: ReadStore, collection: string): Promise<string[]> {
  const ids: string[] = [];
  if (!(await documents.collectionNames()).includes(collection)) return ids;
  for await (const id of documents.ids(collection)) ids.push(id);
  return ids;
}
