import type { Database } from 'better-sqlite3';
import { checkNames, type Collection } from '#libs/read-store';
import { asideOf, columnOf, indexOf, tableOf } from './names.js';
import { beginTotals } from './totals.js';

/** Makes the tables that every read store has, whatever its collections. */
export function prepareDatabase(db: Database): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS "_collections" (name TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS "_checkpoints" (reader TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS "_works" (collection TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS "_totals" (collection TEXT PRIMARY KEY, documents INTEGER NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
  `);
  const columns = db.pragma('table_info("_collections")') as { name: string }[];
  if (!columns.some(({ name }) => name === 'atOnce')) db.exec('ALTER TABLE "_collections" ADD COLUMN atOnce INTEGER NOT NULL DEFAULT 0');
  for (const name of storedCollections(db).keys()) {
    addSums(db, tableOf(name));
    beginTotals(db, name);
  }
}

/** Documents of an older program have no checksum until they are written again. */
function addSums(db: Database, table: string): void {
  const columns = db.pragma(`table_info(${table})`) as { name: string }[];
  if (!columns.some(({ name }) => name === 'sum')) db.exec(`ALTER TABLE ${table} ADD COLUMN sum INTEGER`);
}

/** The collections that this database holds, whoever defined them. */
export function storedCollections(db: Database): Map<string, Collection> {
  const rows = db.prepare('SELECT name, fields, atOnce FROM "_collections"').all() as { name: string; fields: string; atOnce: number }[];
  return new Map(rows.map(({ name, fields, atOnce }) => [name, { name, fields: JSON.parse(fields) as string[], atOnce: atOnce === 1 }]));
}

/** What the file lacks, or has too much, of the tables and indexes that its collections have; a sentence each. */
export function schemaDamage(db: Database): string[] {
  const there = db.prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'index')").pluck().all() as string[];
  const has = (quoted: string): boolean => there.includes(JSON.parse(quoted) as string);
  const collections = [...storedCollections(db).values()];
  const missing = collections.flatMap(({ name, fields }) =>
    [tableOf(name), ...fields.map((field) => indexOf(name, field))].filter((one) => !has(one)),
  );
  const tables = new Set(collections.map(({ name }) => JSON.parse(tableOf(name)) as string));
  const unknown = there.filter((name) => name.startsWith('doc.') && !tables.has(name));
  return [
    ...missing.map((name) => `read.sqlite lacks ${name}.`),
    ...unknown.map((name) => `read.sqlite holds "${name}", and no collection is defined so.`),
  ];
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
      const added = collection.fields.filter((field) => !before.fields.includes(field));
      for (const field of added) addField(db, collection.name, field);
      remember(db, { ...collection, fields: [...before.fields, ...added] });
    }
  });
  define.immediate();
}

function create(db: Database, collection: Collection): void {
  const { name, fields } = collection;
  createTable(db, tableOf(name), fields);
  for (const field of fields) addIndex(db, name, field);
  beginTotals(db, name);
  remember(db, collection);
}

/** The body comes last: its overflow pages are then left alone when only guards or fields are read. */
function createTable(db: Database, table: string, fields: readonly string[]): void {
  const columns = ['id TEXT PRIMARY KEY NOT NULL', 'guards TEXT', 'sum INTEGER', ...fields.map(columnOf), 'body TEXT NOT NULL'];
  db.exec(`CREATE TABLE ${table} (${columns.join(', ')})`);
}

/** An empty table beside a collection's for the work of this number, the only one that there is; gives its name. */
export function createAside(db: Database, { name, fields }: Collection, number: number): string {
  const table = asideOf(name);
  db.exec(`DROP TABLE IF EXISTS ${table}`);
  createTable(db, table, fields);
  db.prepare('INSERT INTO "_works" VALUES (?, ?) ON CONFLICT (collection) DO UPDATE SET number = excluded.number').run(name, number);
  return table;
}

/** A number that no work had before. */
export function nextWork(db: Database): number {
  return db.prepare('SELECT coalesce(max(number), 0) + 1 FROM "_works"').pluck().get() as number;
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

function remember(db: Database, { name, fields, atOnce }: Collection): void {
  const upsert = `INSERT INTO "_collections" (name, fields, atOnce) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET fields = excluded.fields, atOnce = excluded.atOnce`;
  db.prepare(upsert).run(name, JSON.stringify(fields), atOnce ? 1 : 0);
}
