import { BEGINNING, type Position, type Slice, type StoredEvent } from '#libs/event-store';
import type { Connection, Recorded } from './connection.js';
import type { Naming } from './naming.js';
import { PagesAhead } from './pages-ahead.js';
import type { Patience } from './patience.js';
import { persist } from './persistence.js';
import { placeOf, positionText } from './positions.js';
import { readAll, readStream } from './requests.js';
import { Searched } from './searched.js';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** Reads streams and the log as a whole; a read that fails is tried again. */
export class LogReader {
  private readonly searched: Searched;
  private readonly ahead = new PagesAhead((position, limit, categories) => this.pageAfter(position, limit, categories));

  constructor(
    private readonly connection: Connection,
    private readonly naming: Naming,
    private readonly patience: Patience,
  ) {
    this.searched = new Searched(connection);
  }

  /** The events of a slice, given the stream's name in the server. */
  async slice(name: string, { after = 0, to = EVERYTHING }: Omit<Slice, 'stream'> = {}): Promise<StoredEvent[]> {
    if (to <= after) return [];
    const request = readStream(name, after, to === EVERYTHING ? to : to - after);
    return (await this.ask(() => this.connection.read(request, this.patience.attemptMs))).map((event) => this.stored(event));
  }

  /** The last event of a stream; undefined for a stream that is not there. */
  async last(name: string): Promise<Recorded | undefined> {
    return (await this.ask(() => this.connection.read(readStream(name, 'last', 1), this.patience.attemptMs)))[0];
  }

  /** The next events of ours after a position. */
  after(position: Position, limit: number, categories: readonly string[] = []): Promise<StoredEvent[]> {
    return this.ahead.page(position, limit, categories);
  }

  /** Where the next events of ours after a position stand. */
  async positionsAfter(position: Position, limit: number, categories: readonly string[] = []): Promise<Position[]> {
    return (await this.recordedAfter(position, limit, categories)).map(positionOf);
  }

  /** The position of our last event. */
  end(): Promise<Position> {
    const request = readAll('last', 1, this.naming.filter([]));
    return this.ask(async () => {
      const see = this.searched.look();
      const [last] = await this.connection.read(request, this.patience.searchMs);
      if (last === undefined) return BEGINNING;
      see(positionOf(last));
      return positionOf(last);
    });
  }

  /** When our last event was recorded. */
  lastRecordedAt(): Promise<string | null> {
    const request = readAll('last', 1, this.naming.filter([]));
    return this.ask(async () => {
      const [last] = await this.connection.read(request, this.patience.searchMs);
      return last === undefined ? null : this.stored(last).recordedAt;
    });
  }

  private async pageAfter(position: Position, limit: number, categories: readonly string[]): Promise<StoredEvent[]> {
    return (await this.recordedAfter(position, limit, categories)).map((event) => this.stored(event));
  }

  /** The next events of ours after a position, as the server gave them. */
  async recordedAfter(position: Position, limit: number, categories: readonly string[]): Promise<Recorded[]> {
    placeOf(position); // A position of another log is refused before anything is asked.
    return this.ask(async () => {
      const search = this.searched.begin(position, categories);
      // The server begins with the event at the place itself, which is read already.
      const request = readAll(placeOf(search.from), limit + 1, this.naming.filter(categories));
      const found = await this.connection.read(request, this.patience.searchMs);
      const begin = found.length > 0 && positionOf(found[0]!) <= search.from ? 1 : 0;
      const events = found.slice(begin, begin + limit);
      search.end(events.length < limit, events.length > 0 ? positionOf(events.at(-1)!) : undefined);
      return events;
    });
  }

  /** What its stream is called by us. */
  streamOf(event: Recorded): string {
    return this.naming.own(textOf(event.getStreamIdentifier()!.getStreamName_asU8()));
  }

  private ask<T>(attempt: () => Promise<T>): Promise<T> {
    return persist(this.patience.totalMs, attempt);
  }

  stored(event: Recorded): StoredEvent {
    const metadata = event.getMetadataMap();
    return {
      id: event.getId()!.getString(),
      type: metadata.get('type')!,
      data: JSON.parse(textOf(event.getData_asU8())) as object,
      stream: this.streamOf(event),
      version: versionOf(event),
      position: positionOf(event),
      recordedAt: new Date(Number(metadata.get('created')!.slice(0, -4))).toISOString(), // 10,000 ticks are a millisecond.
    };
  }
}

/** 1 for the first event of a stream. */
export const versionOf = (event: Recorded): number => Number(event.getStreamRevision()) + 1;
/** Where an event stands in the log. */
export const positionOf = (event: Recorded): Position => positionText(event.getCommitPosition(), event.getPreparePosition());

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
