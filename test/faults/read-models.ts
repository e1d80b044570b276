import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Answer } from '../house/house.ts';

/** Every read model that is made from the log. What is left out (`readers`, `parked`) says how far readers are, not what they read. */
export const COLLECTIONS = [
  'submissions',
  'series',
  'judgements',
  'area-judgements',
  'judgement-history',
  'judged-elements',
  'frozen-baselines',
  'partnership-summaries',
  'judged-submissions',
  'breaches',
  'open-breaches',
  'alerts',
] as const;

export type Documents = Record<(typeof COLLECTIONS)[number], Record<string, Answer>>;

/** All documents of the read models in a folder, by collection and id, read past the app. */
export function documentsIn(folder: string): Documents {
  const db = new Database(join(folder, 'read.sqlite'), { readonly: true });
  try {
    const all = db.transaction(() => COLLECTIONS.map((name) => [name, documentsOf(db, name)]));
    return Object.fromEntries(all()) as Documents;
  } finally {
    db.close();
  }
}

/** What the runner of the readers keeps for itself: how far they are, and what they wait for. */
const OF_THE_RUNNER = new Set(['readers', 'parked', 'rebuilds', 'leases', 'log-marks']);

/** All documents of all collections in a folder, whichever there are, read past the app: none is left out of a comparison. */
export function allDocumentsIn(folder: string): Record<string, Record<string, Answer>> {
  const db = new Database(join(folder, 'read.sqlite'), { readonly: true });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'doc.%'").pluck().all() as string[];
    const names = tables.map((table) => table.slice('doc.'.length)).filter((name) => !OF_THE_RUNNER.has(name));
    return db.transaction(() => Object.fromEntries(names.map((name) => [name, documentsOf(db, name)])))();
  } finally {
    db.close();
  }
}

/** The series pages alone. */
export function pagesIn(folder: string): Record<string, Answer> {
  const db = new Database(join(folder, 'read.sqlite'), { readonly: true });
  try {
    return documentsOf(db, 'series');
  } finally {
    db.close();
  }
}

function documentsOf(db: Database.Database, name: string): Record<string, Answer> {
  const exists = db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(`doc.${name}`);
  if (!exists) return {};
  const rows = db.prepare(`SELECT id, body FROM "doc.${name}" ORDER BY id`).all() as { id: string; body: string }[];
  return Object.fromEntries(rows.map(({ id, body }) => [id, JSON.parse(body)]));
}

/** Where in the log and when in the day a thing was recorded: the same facts come to other positions in another run. */
const OF_THE_RUN = /position|At$|^at$|^received$|^episode$|^event$|^id$|^from$|^to$|^versions?$|^alert$|^date$/;

/** Whether a breach had ended before its alert went out is a matter of when, and so is all that follows from it. */
const OF_DELIVERY = new Set(['state', 'attempts', 'lastError', 'channel', 'droppedFor', 'nextAttempt']);

/** An alert without what came of its delivery. */
export const undelivered = (alert: Answer): Answer =>
  Object.fromEntries(Object.entries(alert as object).filter(([key]) => !OF_DELIVERY.has(key)));

/** A document without what differs from run to run. */
export function factsOf(value: Answer): Answer {
  if (Array.isArray(value)) return value.map(factsOf);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([key]) => !OF_THE_RUN.test(key))
      .map(([key, inner]) => [key, factsOf(inner)]),
  );
}

/** Where two answers differ, as short lines, the first ten: whole documents of a country would bury what matters. */
export function differences(is: Answer, ought: Answer, path = ''): string[] {
  if (Object.is(is, ought)) return [];
  const isNested = [is, ought].every((value) => value !== null && typeof value === 'object');
  if (!isNested) return [`${path}: ${JSON.stringify(is)?.slice(0, 200)}, not ${JSON.stringify(ought)?.slice(0, 200)}`];
  const keys = new Set([...Object.keys(is), ...Object.keys(ought)]);
  const found: string[] = [];
  for (const key of keys) {
    found.push(...differences(is[key], ought[key], `${path}/${key}`));
    if (found.length >= 10) break;
  }
  return found.slice(0, 10);
}
