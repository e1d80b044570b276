import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { asLogDamage, LogDamaged } from './checksum.js';

/** The version of the tables below, kept in the file; a change here takes a new one and a step in `prepare`. */
const FORMAT = 2;

/** A file that this program must not write to: of a later version of it, or of something else. */
class UnknownFormat extends Error {
  constructor(path: string, what: string) {
    super(`The event log ${path} ${what}.`);
    this.name = 'UnknownFormat';
  }
}

// `names` holds types and categories, once each. A stream's version is that of its last event: it stands nowhere else.
// Nothing is ever deleted, so a new position is one more than the greatest; the writer's lock makes that the order of commits.
const TABLES = `
  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    version INTEGER NOT NULL,
    type INTEGER NOT NULL,
    category INTEGER NOT NULL,
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    data BLOB NOT NULL,
    sum INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream, version);
  CREATE UNIQUE INDEX events_by_id ON events (id);
  CREATE INDEX events_by_category ON events (category);
`;

/** Format 1 had no checksums: its events stay without one. */
const FROM_1 = 'ALTER TABLE events ADD COLUMN sum INTEGER';

/** How long a writer waits for another process or thread to finish, before it gives up. */
const BUSY_TIMEOUT_MS = 20_000;

/** Pages of 8 KB hold the usual event of a kilobyte with little waste, and are not too much to write for one index entry. */
const PAGE_BYTES = 8192;
const CHECKPOINT_PAGES = 2000;
const JOURNAL_BYTES_MAX = 64 * 1024 * 1024;

/** Opens the log in a file, or an empty one in memory, making its tables where there are none. */
export function openLogFile(path: string): Database.Database {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    asDamage(path, () => refuseUnknown(db, path));
    db.pragma(`page_size = ${PAGE_BYTES}`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${JOURNAL_BYTES_MAX}`);
    db.transaction(() => prepare(db, path)).immediate();
    return db;
  } catch (fault) {
    db.close();
    throw fault;
  }
}

/** Structure is looked through where that takes well under a second; of a larger log only what opening reads, and health says what is met later. */
const LOOK_THROUGH_BYTES_MAX = 128 * 1024 * 1024;

/** Looks a log's file over before the app opens it, where there is one; throws LogDamaged. */
export function lookOverLog(path: string, lookThroughBytesMax = LOOK_THROUGH_BYTES_MAX): void {
  if (!existsSync(path)) return;
  const db = openLogFile(path);
  try {
    const isSmall = statSync(path).size <= lookThroughBytesMax;
    const found = isSmall ? asDamage(path, () => db.pragma('quick_check(1)', { simple: true }) as string) : 'ok';
    if (found !== 'ok') throw new LogDamaged(`${path}: ${found}`);
  } finally {
    db.close();
  }
}

/** The tables and indexes that the file lacks, or has in another way than this program makes them. */
export function missingFrom(db: Database.Database): string[] {
  const partsOf = (file: Database.Database): Map<string, string | null> =>
    new Map(file.prepare('SELECT name, CASE type WHEN ? THEN sql END FROM sqlite_schema').raw().all('index') as [string, string | null][]);
  const whole = new Database(':memory:');
  try {
    whole.exec(TABLES);
    const parts = partsOf(db);
    return [...partsOf(whole)].filter(([name, sql]) => parts.get(name) !== sql).map(([name]) => name);
  } finally {
    whole.close();
  }
}

function asDamage<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asLogDamage(path, error);
  }
}

const formatOf = (db: Database.Database): number => db.pragma('user_version', { simple: true }) as number;

function refuseUnknown(db: Database.Database, path: string): void {
  const format = formatOf(db);
  if (format > FORMAT) {
    throw new UnknownFormat(
      path,
      `has format ${format}, and this program knows ${FORMAT} at most: a newer version wrote it, so start that one`,
    );
  }
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (format === 0 && tables > 0) throw new UnknownFormat(path, 'is a database of something else: choose another file');
}

function prepare(db: Database.Database, path: string): void {
  refuseUnknown(db, path); // Again, under the lock: another thread may have been first.
  const format = formatOf(db);
  if (format === FORMAT) return;
  db.exec(format === 1 ? FROM_1 : TABLES);
  db.pragma(`user_version = ${FORMAT}`);
}
