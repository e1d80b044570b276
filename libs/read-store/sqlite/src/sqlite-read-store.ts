import SQLite, { type Database } from 'better-sqlite3';
import {
  type Batch,
  checkUnguarded,
  type Checkpoint,
  type Collection,
  type GreatWork,
  idsByPages,
  MetDamage,
  type Page,
  type Put,
  type Query,
  ReadStore,
} from '#libs/read-store';
import { damageIn } from './damage.js';
import { asFileDamage } from './file-damage.js';
import { defineCollections, nextWork, prepareDatabase, storedCollections } from './schema.js';
import { SqliteCollection } from './sqlite-collection.js';
import { SqliteGreatWork } from './sqlite-great-work.js';
import { Totals } from './totals.js';

const BUSY_MS_MAX = 5_000;
/** Documents of a few kilobytes share a page, instead of leaving a chain of half-empty ones. */
const PAGE_BYTES = 16_384;
const WAL_PAGES = 1_000;
const CACHE_KILOBYTES = 8_192;

/** Read models in one SQLite file. A batch and its checkpoint are written together or not at all. */
export class SqliteReadStore extends ReadStore {
  private readonly collections = new Map<string, SqliteCollection>();

  private readonly db: Database;
  private readonly met = new MetDamage();
  private readonly totals: Totals;

  /** Opens the file at `path`, made if it is not there, or with `:memory:` one that is gone when it is closed; throws ReadModelsDamaged. */
  constructor(private readonly path: string) {
    super();
    this.db = new SQLite(path, { timeout: BUSY_MS_MAX });
    try {
      this.totals = this.noting(() => this.prepare());
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  private prepare(): Totals {
    this.db.pragma(`page_size = ${PAGE_BYTES}`);
    this.db.pragma('journal_mode = WAL');
    // A power cut may lose the last batches, never half of one: their checkpoint goes with them, and the log has them.
    this.db.pragma('synchronous = NORMAL');
    this.db.pragma(`wal_autocheckpoint = ${WAL_PAGES}`);
    this.db.pragma(`cache_size = -${CACHE_KILOBYTES}`);
    prepareDatabase(this.db);
    return new Totals(this.db);
  }

  async define(collections: readonly Collection[]): Promise<void> {
    this.noting(() => defineCollections(this.db, collections));
    for (const { name } of collections) this.collections.delete(name);
  }

  async get<T extends object>(collection: string, id: string): Promise<T | undefined> {
    return this.noting(() => this.of(collection).get<T>(id));
  }

  async getMany<T extends object>(collection: string, ids: readonly string[]): Promise<(T | undefined)[]> {
    return this.atOnce(() => {
      const documents = this.of(collection);
      return ids.map((id) => documents.get<T>(id));
    });
  }

  async find<T extends object>(collection: string, query: Query): Promise<Page<T>> {
    return this.atOnce(() => this.of(collection).find<T>(query));
  }

  async count(collection: string, where?: Query['where']): Promise<number> {
    return this.noting(() => this.of(collection).count(where));
  }

  async write({ puts, removes = [], promote, checkpoint }: Batch): Promise<void> {
    this.locked(() => {
      if (checkpoint && this.isLate(checkpoint)) return;
      for (const put of puts) this.put(put);
      for (const { collection, id } of removes) this.of(collection).remove(id);
      if (promote) (promote as SqliteGreatWork).promote();
      if (!checkpoint) return;
      this.db
        .prepare('INSERT INTO "_checkpoints" VALUES (?, ?) ON CONFLICT (reader) DO UPDATE SET position = excluded.position')
        .run(checkpoint.reader, checkpoint.position);
    });
  }

  async beginGreatWork(collections: readonly string[]): Promise<GreatWork> {
    return this.locked(() => {
      const all = collections.map((name) => this.of(name));
      return new SqliteGreatWork((write) => this.locked(write), this.db, all, nextWork(this.db));
    });
  }

  async checkpoint(reader: string): Promise<string | undefined> {
    return this.noting(() => this.positionOf(reader));
  }

  async drop(collections: readonly string[], readers: readonly string[]): Promise<void> {
    this.locked(() => {
      for (const collection of collections) this.of(collection).clear();
      const forget = this.db.prepare('DELETE FROM "_checkpoints" WHERE reader = ?');
      for (const reader of readers) forget.run(reader);
    });
  }

  async checkpoints(): Promise<readonly Checkpoint[]> {
    return this.noting(() => this.db.prepare('SELECT reader, position FROM "_checkpoints" ORDER BY reader').all() as Checkpoint[]);
  }

  async collectionNames(): Promise<readonly string[]> {
    return this.noting(() => [...storedCollections(this.db).keys()].sort());
  }

  ids(collection: string): AsyncIterable<string> {
    return idsByPages(async (last, limit) => this.noting(() => this.of(collection).idsAfter(last, limit)));
  }

  async *damage(): AsyncGenerator<string> {
    yield* damageIn(this.db);
  }

  async damageMet(): Promise<readonly string[]> {
    return this.met.sentences((collection, id) => this.get(collection, id));
  }

  async close(): Promise<void> {
    this.db.close();
  }

  /** One snapshot for all that is read. */
  private atOnce<T>(read: () => T): T {
    return this.noting(() => this.db.transaction(read)());
  }

  /** The write lock is taken before anything is read. */
  private locked<T>(write: () => T): T {
    const counted = (): T => {
      this.totals.begin();
      const written = write();
      this.totals.flush();
      return written;
    };
    return this.noting(() => this.db.transaction(counted).immediate());
  }

  /** Damage that shows is remembered, and the next start sets a file aside that could not be read. */
  private noting<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.met.note(asFileDamage(error, this.path));
    }
  }

  private isLate({ reader, position }: Checkpoint): boolean {
    const stored = this.positionOf(reader);
    return stored !== undefined && position < stored;
  }

  private positionOf(reader: string): string | undefined {
    return this.db.prepare('SELECT position FROM "_checkpoints" WHERE reader = ?').pluck().get(reader) as string | undefined;
  }

  private put(put: Put): void {
    const collection = this.of(put.collection);
    checkUnguarded(collection, put);
    collection.put(put);
  }

  /** A collection may have been defined through another connection to the same file, so the file is asked too. */
  private of(name: string): SqliteCollection {
    const known = this.collections.get(name);
    if (known) return known;
    const stored = storedCollections(this.db).get(name);
    if (!stored) throw new Error(`Collection ${JSON.stringify(name)} is not defined.`);
    const collection = new SqliteCollection(this.db, stored, this.totals);
    this.collections.set(name, collection);
    return collection;
  }
}
