import type { Database } from 'better-sqlite3';
import type { Collection } from '#libs/read-store';
import { checkNames, columnOf, indexOf, tableOf } from './names.js';

/** Makes the tables that every read store has, whatever its collections. */
export function prepareDatabase(db: Database): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS "_collections" (name TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS "_checkpoints" (reader TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
  `);
}

/** The collections that this database holds, with their fields, whoever defined them. */
export function storedCollections(db: Database): Map<string, readonly string[]> {
  const rows = db.prepare('SELECT name, fields FROM "_collections"').all() as { name: string; fields: string }[];
  return new Map(rows.map(({ name, fields }) => [name, JSON.parse(fields) as string[]]));
}

/** Makes what is missing of these collections; a field that is new is filled from the bodies that are there. */
export function defineCollections(db: Database, collections: readonly Collection[]): void {
  collections.forEach(checkNames);
  const define = db.transaction(() => {
    const stored = storedCollections(db);
    for (const collection of collections) {
      const before = stored.get(collection.name);
      if (!before) {
        create(db, collection);
        continue;
      }
      const added = collection.fields.filter((field) => !before.includes(field));
      for (const field of added) addField(db, collection.name, field);
      if (added.length > 0) remember(db, collection.name, [...before, ...added]);
    }
  });
  define.immediate();
}

/** The body comes last: its overflow pages are then left alone when only guards or fields are read. */
function create(db: Database, { name, fields }: Collection): void {
  const columns = ['id TEXT PRIMARY KEY NOT NULL', 'guards TEXT', ...fields.map(columnOf), 'body TEXT NOT NULL'];
  db.exec(`CREATE TABLE ${tableOf(name)} (${columns.join(', ')})`);
  for (const field of fields) addIndex(db, name, field);
  remember(db, name, fields);
}

/** The column has no type: a number stays a number and a text a text. */
function addField(db: Database, collection: string, field: string): void {
  const table = tableOf(collection);
  const column = columnOf(field);
  db.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
  db.prepare(`UPDATE ${table} SET ${column} = json_extract(body, ?)`).run(`$."${field}"`);
  addIndex(db, collection, field);
}

function addIndex(db: Database, collection: string, field: string): void {
  db.exec(`CREATE INDEX ${indexOf(collection, field)} ON ${tableOf(collection)} (${columnOf(field)}, id)`);
}

function remember(db: Database, collection: string, fields: readonly string[]): void {
  db.prepare('INSERT INTO "_collections" VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET fields = excluded.fields').run(
    collection,
    JSON.stringify(fields),
  );
}
