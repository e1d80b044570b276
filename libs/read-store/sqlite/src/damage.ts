import type { Database } from 'better-sqlite3';
import { type Collection, fieldValue } from '#libs/read-store';
import { checksumOf } from './checksum.js';
import { columnOf, tableOf } from './names.js';
import { storedCollections } from './schema.js';

const STRUCTURE_LINES = 20;

/** What is damaged in the file of read models, a sentence each: its structure, and documents that differ from their checksum or their fields. */
export function* damageOf(db: Database): Generator<string> {
  try {
    for (const line of db.pragma(`integrity_check(${STRUCTURE_LINES})`) as { integrity_check: string }[]) {
      if (line.integrity_check !== 'ok') yield `read.sqlite: ${line.integrity_check}`;
    }
    for (const collection of storedCollections(db).values()) yield* damagedDocuments(db, collection);
  } catch (error) {
    if (!String((error as { code?: unknown }).code).startsWith('SQLITE_')) throw error;
    yield `read.sqlite cannot be read on: ${(error as Error).message}.`;
  }
}

type Row = [id: string, guards: string | null, sum: number | null, body: string, ...fields: (string | number | null)[]];

function* damagedDocuments(db: Database, { name, fields }: Collection): Generator<string> {
  const columns = ['id', 'guards', 'sum', 'body', ...fields.map(columnOf)].join(', ');
  const rows = db
    .prepare(`SELECT ${columns} FROM ${tableOf(name)}`)
    .raw()
    .iterate() as IterableIterator<Row>;
  for (const [id, guards, sum, body, ...values] of rows) {
    if (sum !== null && sum !== checksumOf(id, guards, body)) yield `Document ${id} of ${name} differs from its checksum.`;
    else if (!agrees(name, fields, body, values)) yield `Document ${id} of ${name} is found under other fields than it has.`;
  }
}

function agrees(name: string, fields: readonly string[], body: string, values: readonly (string | number | null)[]): boolean {
  try {
    const document = JSON.parse(body) as object;
    return fields.every((field, i) => fieldValue(name, field, document) === values[i]);
  } catch {
    return false; // It is no JSON any more: that is the answer.
  }
}
