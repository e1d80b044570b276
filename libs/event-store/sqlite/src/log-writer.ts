import type Database from 'better-sqlite3';
import { type Appended, WrongVersion } from '#libs/event-store';
import { checksumOf } from './checksum.js';
import { positionText } from './event-row.js';
import type { PreparedAppend, PreparedEvent } from './prepared-append.js';

interface Last {
  readonly stream: number;
  readonly version: number;
  readonly position: number;
}

/** Writes to the log, several appends in one transaction with one fsync. */
export class LogWriter {
  private readonly last: Database.Statement<[string], Last>;
  private readonly addStream: Database.Statement<[string]>;
  private readonly addEvent: Database.Statement<unknown[]>;
  private readonly from: Database.Statement<[number, number, number], { id: Buffer; position: number }>;
  private readonly transaction: Database.Transaction<(appends: readonly PreparedAppend[], at: number) => Appended[]>;

  constructor(db: Database.Database) {
    this.last = db.prepare(
      `SELECT s.id AS stream, e.version, e.position FROM streams s JOIN events e ON e.stream = s.id
       WHERE s.name = ? ORDER BY e.version DESC LIMIT 1`,
    );
    this.addStream = db.prepare('INSERT INTO streams (name) VALUES (?)');
    this.addEvent = db.prepare('INSERT INTO events (stream, version, type, category, id, at, data, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.from = db.prepare('SELECT id, position FROM events WHERE stream = ? AND version > ? ORDER BY version LIMIT ?');
    this.transaction = db.transaction((appends, at) => appends.map((append) => this.write(append, at)));
  }

  /** Writes all or none. There is no `await` in here, so nothing of this thread comes between. */
  commit(appends: readonly PreparedAppend[], at: number): Appended[] {
    try {
      return this.transaction.immediate(appends, at); // The write lock is taken before a version is read.
    } catch (fault) {
      throw isRepeatedId(fault) ? new Error('An event with this id is in the log already, in another place.', { cause: fault }) : fault;
    }
  }

  /** The version of a stream's last event; 0 for none. */
  versionOf(stream: string): number {
    return this.last.get(stream)?.version ?? 0;
  }

  private write(append: PreparedAppend, at: number): Appended {
    const { stream, expected, events } = append;
    const last = this.last.get(stream);
    const actual = last?.version ?? 0;
    if (actual !== expected) return this.writtenBefore(append, last) ?? fail(new WrongVersion(stream, expected, actual));
    if (events.length === 0) return { version: actual, position: positionText(last?.position ?? 0) };
    const id = last?.stream ?? this.addStream.run(stream).lastInsertRowid;
    let position: number | bigint = 0;
    events.forEach((event, i) => {
      const version = expected + i + 1;
      const sum = checksumOf({ ...event, type: event.typeName, stream, version, at });
      const row = [id, version, event.type, append.category, event.id, at, event.data, sum];
      position = this.addEvent.run(row).lastInsertRowid;
    });
    return { version: expected + events.length, position: positionText(Number(position)) };
  }

  /** What the first append of these very events gave, if they stand where they would be written now. */
  private writtenBefore({ expected, events }: PreparedAppend, last: Last | undefined): Appended | undefined {
    if (last === undefined || events.length === 0 || last.version < expected + events.length) return undefined;
    const there = this.from.all(last.stream, expected, events.length);
    const same = (event: PreparedEvent, i: number): boolean => event.id.equals(there[i]!.id);
    return events.every(same) ? { version: expected + events.length, position: positionText(there.at(-1)!.position) } : undefined;
  }
}

function fail(fault: Error): never {
  throw fault;
}

/** By what it says and not by its class: the driver's native part keeps the class of whoever loaded it first. */
function isRepeatedId(fault: unknown): boolean {
  const { code, message } = (fault ?? {}) as { code?: unknown; message?: unknown };
  return code === 'SQLITE_CONSTRAINT_UNIQUE' && String(message).includes('events.id');
}
