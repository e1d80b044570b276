import type { EventStore, Position, StoredEvent } from '#libs/event-store';

/** What is read next of the log. */
interface NextBatch {
  readonly batch: readonly StoredEvent[];
  /** How far all is known that concerns the reader. */
  readonly reached: Position;
  readonly isBehind: boolean;
}

/** Reads on from a position; throws where the log ends before it. */
export async function nextBatch(events: EventStore, position: Position, limit: number, categories: readonly string[]): Promise<NextBatch> {
  // The end is asked first: what is appended in between then lies after it, and is read next time.
  const end = await events.end();
  const batch = await events.readAll(position, limit, categories);
  if (batch.length === 0 && end < position) throw new Error('The log ends before what has been read of it.');
  const isBehind = batch.length === limit;
  const last = batch.at(-1)?.position ?? position;
  return { batch, reached: isBehind || last > end ? last : end, isBehind };
}
