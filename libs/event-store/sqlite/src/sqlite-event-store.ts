import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import {
  type Append,
  type Appended,
  EventStore,
  type NewEvent,
  type Position,
  type Slice,
  type StoredEvent,
  type Subscription,
} from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { damageOf } from './damage.js';
import { asLogDamage, LogDamaged } from './checksum.js';
import { openLogFile } from './log-file.js';
import { LogReader } from './log-reader.js';
import { LogWriter } from './log-writer.js';
import { Names } from './names.js';
import { News } from './news.js';
import { type PreparedAppend, prepareAppend } from './prepared-append.js';

/** What one transaction holds at most, so that neither this thread nor another writer waits long. */
const CHUNK_STREAMS_MAX = 1000;
const CHUNK_BYTES_MAX = 4 * 1024 * 1024;
const MET_MAX = 20;

/** The log in one SQLite file, which several threads and processes may have open; every append is on disk before it is answered. */
export class SqliteEventStore extends EventStore {
  private readonly db: Database.Database;
  private readonly names: Names;
  private readonly reader: LogReader;
  private readonly writer: LogWriter;
  private readonly news: News;
  private readonly met = new Set<string>();

  /** Opens the file at `path`, made if it is not there, or with `:memory:` an empty log that nothing else sees. */
  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {
    super();
    this.db = openLogFile(path);
    this.names = new Names(this.db);
    this.reader = new LogReader(this.db, this.names);
    this.writer = new LogWriter(this.db);
    this.news = new News(this.db);
  }

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const [appended] = this.commit([this.noting(() => prepareAppend({ stream, expected, events }, this.names))]);
    return appended!;
  }

  async appendMany(appends: readonly Append[]): Promise<Appended[]> {
    const appended: Appended[] = [];
    let chunk: PreparedAppend[] = [];
    let bytes = 0;
    for (const append of appends) {
      const prepared = this.noting(() => prepareAppend(append, this.names));
      if (chunk.length === CHUNK_STREAMS_MAX || (chunk.length > 0 && bytes + prepared.bytes > CHUNK_BYTES_MAX)) {
        appended.push(...this.commit(chunk));
        chunk = [];
        bytes = 0;
        await nextTurn(); // Between transactions, never within one.
      }
      chunk.push(prepared);
      bytes += prepared.bytes;
    }
    if (chunk.length > 0) appended.push(...this.commit(chunk));
    return appended;
  }

  async read(slice: Slice): Promise<StoredEvent[]> {
    return this.noting(() => this.reader.read(slice));
  }

  async readMany(slices: readonly Slice[]): Promise<StoredEvent[][]> {
    return this.noting(() => this.reader.atOnce(() => slices.map((slice) => this.reader.read(slice))));
  }

  async versions(streams: readonly string[]): Promise<number[]> {
    return this.noting(() => this.reader.atOnce(() => streams.map((stream) => this.writer.versionOf(stream))));
  }

  async streams(prefix: string): Promise<string[]> {
    return this.noting(() => this.reader.streams(prefix));
  }

  async readAll(position: Position, limit: number, categories?: readonly string[]): Promise<StoredEvent[]> {
    return this.noting(() => this.reader.after(position, limit, categories));
  }

  async lastRecordedAt(): Promise<string | null> {
    return this.noting(() => this.reader.lastRecordedAt());
  }

  async end(): Promise<Position> {
    return this.noting(() => this.reader.end());
  }

  async countAfter(position: Position, categories?: readonly string[]): Promise<number> {
    return this.noting(() => this.reader.countAfter(position, categories));
  }

  listen(onNews: () => void): Subscription {
    return this.news.listen(onNews);
  }

  override async *damage(): AsyncGenerator<string> {
    yield* damageOf(this.db, this.names);
  }

  override damageMet(): readonly string[] {
    return [...this.met];
  }

  async close(): Promise<void> {
    this.news.close();
    this.db.close();
  }

  private commit(appends: readonly PreparedAppend[]): Appended[] {
    const appended = this.noting(() => this.writer.commit(appends, this.clock.now().getTime()));
    this.news.tell();
    return appended;
  }

  private noting<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const damage = asLogDamage(this.path, error);
      if (damage instanceof LogDamaged && this.met.size < MET_MAX) this.met.add(damage.message);
      throw damage;
    }
  }
}
