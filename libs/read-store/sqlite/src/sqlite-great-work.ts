import type { Database } from 'better-sqlite3';
import { checkAtOnce, checkUnguarded, GreatWork, Overtaken, type Put } from '#libs/read-store';
import { createAside } from './schema.js';
import { SqliteCollection } from './sqlite-collection.js';

/** Documents in tables of their own, beside those of their collections, until a batch moves them there. */
export class SqliteGreatWork extends GreatWork {
  private readonly asides: ReadonlyMap<SqliteCollection, SqliteCollection>;

  /** To be called within a transaction. */
  constructor(
    private readonly locked: (write: () => void) => void,
    private readonly db: Database,
    collections: readonly SqliteCollection[],
    private readonly number: number,
  ) {
    super();
    collections.forEach(checkAtOnce);
    this.asides = new Map(collections.map((one) => [one, new SqliteCollection(db, one, undefined, createAside(db, one, number))]));
  }

  async add(puts: readonly Put[]): Promise<void> {
    const byName = new Map([...this.asides].map(([{ name }, aside]) => [name, aside]));
    this.locked(() => {
      this.checkStanding();
      for (const put of puts) {
        const aside = byName.get(put.collection);
        if (!aside) throw new Error(`The work was not begun on collection ${JSON.stringify(put.collection)}.`);
        checkUnguarded(aside, put);
        aside.put(put);
      }
    });
  }

  /** To be called within a transaction. */
  promote(): void {
    this.checkStanding();
    for (const [collection, aside] of this.asides) collection.takeOver(aside);
  }

  private checkStanding(): void {
    const last = this.db.prepare('SELECT number FROM "_works" WHERE collection = ?').pluck();
    for (const { name } of this.asides.keys()) if (last.get(name) !== this.number) throw new Overtaken(name);
  }
}
