import type Database from 'better-sqlite3';

/** Types and categories as small numbers, the same for every process that has the file open. */
export class Names {
  private readonly ids = new Map<string, number>();
  private readonly texts = new Map<number, string>();
  private readonly add: Database.Statement<[string]>;
  private readonly all: Database.Statement<[], { id: number; name: string }>;

  constructor(db: Database.Database) {
    this.add = db.prepare('INSERT INTO names (name) VALUES (?) ON CONFLICT DO NOTHING');
    this.all = db.prepare('SELECT id, name FROM names');
  }

  /** The number of a name, given to it now if it has none. Call it outside a transaction: a rollback would take the number back. */
  give(name: string): number {
    if (this.find(name) === undefined) this.add.run(name);
    return this.find(name)!;
  }

  /** The number of a name; undefined when no event bears it. */
  find(name: string): number | undefined {
    if (!this.ids.has(name)) this.load();
    return this.ids.get(name);
  }

  /** The name that a number of this file stands for. */
  text(id: number): string {
    if (!this.texts.has(id)) this.load(); // Another process named it.
    return this.texts.get(id)!;
  }

  private load(): void {
    for (const { id, name } of this.all.iterate()) {
      this.ids.set(name, id);
      this.texts.set(id, name);
    }
  }
}
