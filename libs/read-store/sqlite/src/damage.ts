import type { Database } from 'better-sqlite3';
import { type Collection, damageOf } from '#libs/read-store';
import { documentOf, type Row } from './checksum.js';
import { columnOf, tableOf } from './names.js';
import { schemaDamage, storedCollections } from './schema.js';
import { totalsDamage } from './totals.js';

const STRUCTURE_LINES = 20;

/** What is damaged in the file of read models, a sentence each: its structure, and documents that differ from their checksum or their fields. */
export function* damageIn(db: Database): Generator<string> {
  try {
    for (const line of db.pragma(`integrity_check(${STRUCTURE_LINES})`) as { integrity_check: string }[]) {
      if (line.integrity_check !== 'ok') yield `read.sqlite: ${line.integrity_check}`;
    }
    yield* schemaDamage(db);
    for (const collection of storedCollections(db).values()) yield* damagedDocuments(db, collection);
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_')) throw error;
    yield `read.sqlite cannot be read on: ${(error as Error).message}.`;
  }
}

type RowWithFields = [...row: Row, ...fields: (string | number | null)[]];

function* damagedDocuments(db: Database, collection: Collection): Generator<string> {
  const total = totalsDamage(db, collection.name);
  if (total !== undefined) yield total;
  const columns = ['id', 'guards', 'sum', 'body', ...collection.fields.map(columnOf)].join(', ');
  const rows = db
    .prepare(`SELECT ${columns} FROM ${tableOf(collection.name)}`)
    .raw()
    .iterate() as IterableIterator<RowWithFields>;
  for (const [id, guards, sum, body, ...values] of rows) {
    const damage = damageOf(documentOf(collection.name, [id, guards, sum, body]), collection, values);
    if (damage !== undefined) yield damage;
  }
}
