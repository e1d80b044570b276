import type Database from 'better-sqlite3';
import { type Position, type Slice, type StoredEvent } from '#libs/event-store';
import { EVENT_COLUMNS, eventOf, type EventRow, positionNumber, positionText } from './event-row.js';
import type { Names } from './names.js';

const EVENTS = `SELECT ${EVENT_COLUMNS} FROM events e JOIN streams s ON s.id = e.stream`;
const COUNT_MAX = 100_000;
const LAST_CHARACTER = '\u{10ffff}';

/** Reads the log, in streams and as a whole. */
export class LogReader {
  private readonly slice: Database.Statement<[string, number, number], EventRow>;
  private readonly named: Database.Statement<[string, string], string>;
  private readonly last: Database.Statement<[], number>;
  private readonly next: Database.Statement<[number, number], EventRow>;
  private readonly count: Database.Statement<[number, number], number>;
  private readonly countOf: Database.Statement<[number, number, number], number>;
  private readonly nextOf = new Map<number, Database.Statement<number[], EventRow>>(); // By how many categories.

  constructor(
    private readonly db: Database.Database,
    private readonly names: Names,
  ) {
    const named = 'e.stream = (SELECT id FROM streams WHERE name = ?)';
    this.slice = db
      .prepare<[string, number, number], EventRow>(`${EVENTS} WHERE ${named} AND e.version > ? AND e.version <= ? ORDER BY e.version`)
      .raw();
    this.named = db.prepare<[string, string], string>('SELECT name FROM streams WHERE name >= ? AND name < ? ORDER BY name').pluck();
    this.last = db.prepare<[], number>('SELECT coalesce(max(position), 0) FROM events').pluck();
    this.next = db.prepare<[number, number], EventRow>(`${EVENTS} WHERE e.position > ? ORDER BY e.position LIMIT ?`).raw();
    this.count = db.prepare<[number, number], number>('SELECT count(*) FROM (SELECT 1 FROM events WHERE position > ? LIMIT ?)').pluck();
    this.countOf = db
      .prepare<[number, number, number], number>('SELECT count(*) FROM (SELECT 1 FROM events WHERE category = ? AND position > ? LIMIT ?)')
      .pluck();
  }

  read({ stream, after = 0, to = Number.MAX_SAFE_INTEGER }: Slice): StoredEvent[] {
    return this.events(this.slice.all(stream, after, to));
  }

  streams(prefix: string): string[] {
    return this.named.all(prefix, prefix + LAST_CHARACTER);
  }

  /** What the function reads, at one moment of the log. */
  atOnce<T>(read: () => T): T {
    return this.db.transaction(read).deferred();
  }

  after(position: Position, limit: number, categories?: readonly string[]): StoredEvent[] {
    const from = positionNumber(position);
    if (categories === undefined || categories.length === 0) return this.events(this.next.all(from, limit));
    const known = this.numbers(categories);
    if (known.length === 0) return [];
    return this.events(this.nextOfCategories(known.length).all(...known.flatMap((category) => [category, from, limit]), limit));
  }

  end(): Position {
    return positionText(this.last.get()!);
  }

  lastRecordedAt(): string | null {
    return this.events(this.next.all(this.last.get()! - 1, 1))[0]?.recordedAt ?? null;
  }

  countAfter(position: Position, categories?: readonly string[]): number {
    const from = positionNumber(position);
    if (categories === undefined || categories.length === 0) return this.count.get(from, COUNT_MAX)!;
    const counts = this.numbers(categories).map((category) => this.countOf.get(category, from, COUNT_MAX)!);
    return Math.min(
      COUNT_MAX,
      counts.reduce((sum, count) => sum + count, 0),
    );
  }

  private numbers(categories: readonly string[]): number[] {
    return [...new Set(categories)].map((category) => this.names.find(category)).filter((id) => id !== undefined);
  }

  /** Takes the next few of each category from the index, so that a rare one is not sought through the whole log. */
  private nextOfCategories(count: number): Database.Statement<number[], EventRow> {
    let statement = this.nextOf.get(count);
    if (statement === undefined) {
      const few = 'SELECT position FROM (SELECT position FROM events WHERE category = ? AND position > ? ORDER BY position LIMIT ?)';
      const any = Array.from({ length: count }, () => few).join(' UNION ALL ');
      statement = this.db.prepare<number[], EventRow>(`${EVENTS} WHERE e.position IN (${any}) ORDER BY e.position LIMIT ?`).raw();
      this.nextOf.set(count, statement);
    }
    return statement;
  }

  private events(rows: readonly EventRow[]): StoredEvent[] {
    return rows.map((row) => eventOf(row, this.names));
  }
}
