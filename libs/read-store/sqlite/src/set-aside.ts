import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { hasMark, isFileDamage, removeMark } from './file-damage.js';

/** Structure is looked through where that takes well under a second; of a larger file only what opening reads, unless damage was met at work. */
const LOOK_THROUGH_BYTES_MAX = 128 * 1024 * 1024;

/**
 * Renames a damaged file of read models and gives its new path; undefined where the file is sound or missing. Read models are made
 * from the log again. To be called before the file is opened.
 */
export function setAsideDamaged(path: string, now: Date, lookThroughBytesMax = LOOK_THROUGH_BYTES_MAX): string | undefined {
  const isKnown = hasMark(path);
  removeMark(path);
  if (!existsSync(path) || !(isKnown || isDamaged(path, lookThroughBytesMax))) return undefined;
  const aside = `${path}.damaged-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  renameSync(path, aside);
  for (const rest of ['-wal', '-shm']) rmSync(path + rest, { force: true });
  return aside;
}

function isDamaged(path: string, lookThroughBytesMax: number): boolean {
  let db: SQLite.Database | undefined;
  try {
    db = new SQLite(path);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return statSync(path).size <= lookThroughBytesMax && db.pragma('quick_check(1)', { simple: true }) !== 'ok';
  } catch (error) {
    if (isFileDamage(error)) return true;
    throw error;
  } finally {
    db?.close();
  }
}
