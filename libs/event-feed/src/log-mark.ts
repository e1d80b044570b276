import { BEGINNING, type EventStore, type Position, type StoredEvent } from '#libs/event-store';
import type { Put, ReadStore } from '#libs/read-store';
import type { Reader, Work } from './reader.js';

export const LOG_MARKS = { name: 'log-marks', fields: [] } as const;

/** By which a reader's documents name the log they are made from: the last event that was applied, and where it stands. */
export interface LogMark {
  readonly reader: string;
  readonly categories: readonly string[];
  /** The place before it: the event is the first of the categories after this. */
  readonly after: Position;
  readonly event: string;
}

/** Writes with each checkpoint the mark of the last event that it covers, of those that are being applied. */
export class MarkedWrites {
  private batch: readonly StoredEvent[] = [];
  private from: Position = BEGINNING;

  constructor(
    private readonly reader: Pick<Reader, 'name' | 'followed'>,
    private readonly documents: ReadStore,
  ) {}

  /** These are applied from here on; they were read from a position on. */
  begin(batch: readonly StoredEvent[], from: Position): void {
    this.batch = batch;
    this.from = from;
  }

  async write(work: Work, position: Position): Promise<void> {
    const puts = [...work.puts, ...this.markUpTo(position)];
    await this.documents.write({ ...work, puts, checkpoint: { reader: this.reader.name, position } });
  }

  private markUpTo(position: Position): Put[] {
    const last = this.batch.findLastIndex((event) => event.position <= position);
    if (last < 0) return [];
    const { name: reader, followed: categories } = this.reader;
    const after = this.batch[last - 1]?.position ?? this.from;
    const body: LogMark = { reader, categories, after, event: this.batch[last]!.id };
    return [{ collection: LOG_MARKS.name, id: reader, body }];
  }
}

/** Why documents that were made up to this position are not this log's, or not all of it; null where they are. */
export async function otherLog(reader: string, position: Position, events: EventStore, documents: ReadStore): Promise<string | null> {
  if (position > (await events.end())) return 'the log ends before what has been read of it';
  if (!(await documents.collectionNames()).includes(LOG_MARKS.name)) return null;
  const mark = await documents.get<LogMark>(LOG_MARKS.name, reader);
  if (!mark) return null;
  const [event, next] = await events.readAll(mark.after, 2, mark.categories);
  if (event?.id !== mark.event) return 'the event that was read last is not in the log';
  return next && next.position <= position ? 'events between the last that was applied and the checkpoint were left out' : null;
}
