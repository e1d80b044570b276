import type { Database, Statement } from 'better-sqlite3';
import { tableOf } from './names.js';

const NOW = (table: string): string => `SELECT count(*) AS documents, coalesce(sum(sum), 0) AS sum FROM ${table}`;

/**
 * How many documents each collection holds, and the sum of their checksums: kept by every write, so that a document that something
 * else has removed, or put there, is missed. Changes are added up and written once at the end of a transaction.
 */
export class Totals {
  private readonly pending = new Map<string, { documents: number; sum: number }>();
  private readonly update: Statement<[number, number, string]>;

  constructor(private readonly db: Database) {
    this.update = db.prepare('UPDATE "_totals" SET documents = documents + ?, sum = sum + ? WHERE collection = ?');
  }

  /** Forgets what a transaction that was rolled back has left. */
  begin(): void {
    this.pending.clear();
  }

  /** A document was written, where one with the checksum `before` was or none (undefined), or removed (`after` is undefined). */
  change(collection: string, before: number | null | undefined, after: number | undefined): void {
    const change = this.pending.get(collection) ?? { documents: 0, sum: 0 };
    change.documents += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
    change.sum += (after ?? 0) - (before ?? 0);
    this.pending.set(collection, change);
  }

  flush(): void {
    for (const [collection, { documents, sum }] of this.pending) this.update.run(documents, sum, collection);
    this.pending.clear();
  }

  /** All documents of this table are about to be put in place of those of the collection that have their ids. */
  takeOver(collection: string, table: string): void {
    const replaced = `${NOW(tableOf(collection))} WHERE id IN (SELECT id FROM ${table})`;
    const part = (column: string): string =>
      `${column} = ${column} + (SELECT ${column} FROM (${NOW(table)})) - (SELECT ${column} FROM (${replaced}))`;
    this.db.prepare(`UPDATE "_totals" SET ${part('documents')}, ${part('sum')} WHERE collection = ?`).run(collection);
  }

  clear(collection: string): void {
    this.pending.delete(collection);
    this.db.prepare('UPDATE "_totals" SET documents = 0, sum = 0 WHERE collection = ?').run(collection);
  }
}

/** Counts what a collection holds, where nothing is kept of it: a new one, or one of an older program. */
export function beginTotals(db: Database, collection: string): void {
  db.prepare(`INSERT OR IGNORE INTO "_totals" SELECT ?, documents, sum FROM (${NOW(tableOf(collection))})`).run(collection);
}

/** What is wrong with the number of a collection's documents, as a sentence; undefined where nothing is. */
export function totalsDamage(db: Database, collection: string): string | undefined {
  const compared = db.prepare(
    `SELECT now.documents AS found, kept.documents AS kept, now.sum = kept.sum AS same
     FROM (${NOW(tableOf(collection))}) AS now LEFT JOIN "_totals" AS kept ON kept.collection = ?`,
  );
  const { found, kept, same } = compared.get(collection) as { found: number; kept: number | null; same: number | null };
  if (kept === null) return `Nothing says how many documents ${collection} should hold.`;
  if (found !== kept) return `Collection ${collection} holds ${found} documents, and ${kept} were written.`;
  return same === 1 ? undefined : `Collection ${collection} holds other documents than were written.`;
}
