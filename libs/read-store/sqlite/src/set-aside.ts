import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import SQLite from 'better-sqlite3';

/** Structure is looked through where that takes well under a second; of a larger file only what opening reads. */
const LOOK_THROUGH_BYTES_MAX = 128 * 1024 * 1024;

/**
 * Renames a damaged file of read models and gives its new path; undefined where the file is sound or missing. Read models are made
 * from the log again. To be called before the file is opened.
 */
export function setAsideDamaged(path: string, now: Date): string | undefined {
  if (!existsSync(path) || !isDamaged(path)) return undefined;
  const aside = `${path}.damaged-${now.toISOString().replace(/\D/g, '').slice(0, 14)}`;
  renameSync(path, aside);
  for (const rest of ['-wal', '-shm']) rmSync(path + rest, { force: true });
  return aside;
}

function isDamaged(path: string): boolean {
  let db: SQLite.Database | undefined;
  try {
    db = new SQLite(path);
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return statSync(path).size <= LOOK_THROUGH_BYTES_MAX && db.pragma('quick_check(1)', { simple: true }) !== 'ok';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) return true;
    throw error;
  } finally {
    db?.close();
  }
}
