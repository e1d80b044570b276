import type { EventStore, Position, StoredEvent } from '#libs/event-store';
import type { Put, ReadStore } from '#libs/read-store';
import type { Reader } from './reader.js';

export const LOG_MARKS = { name: 'log-marks', fields: [] } as const;

/** By which a reader's documents name the log they are made from: the last event that was applied, and where it stands. */
export interface LogMark {
  readonly reader: string;
  readonly categories: readonly string[];
  /** The place before it: the event is the first of the categories after this. */
  readonly after: Position;
  readonly event: string;
}

/** The mark of a batch that was read from a position on. */
export function markOf({ name, followed }: Pick<Reader, 'name' | 'followed'>, batch: readonly StoredEvent[], from: Position): Put {
  const body: LogMark = { reader: name, categories: followed, after: batch.at(-2)?.position ?? from, event: batch.at(-1)!.id };
  return { collection: LOG_MARKS.name, id: name, body };
}

/** Why documents that were made up to this position are not this log's; null where they are. */
export async function otherLog(reader: string, position: Position, events: EventStore, documents: ReadStore): Promise<string | null> {
  if (position > (await events.end())) return 'the log ends before what has been read of it';
  const mark = await documents.get<LogMark>(LOG_MARKS.name, reader);
  if (!mark) return null;
  const [event] = await events.readAll(mark.after, 1, mark.categories);
  return event?.id === mark.event ? null : 'the event that was read last is not in the log';
}
