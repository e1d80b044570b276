import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { ReadModelsDamaged } from '#libs/read-store';

/** Left beside a file that could not be read at work: the next start need not look through it, however large it is. */
const markOf = (path: string): string => `${path}.damage-met`;

/** An error that says that the file is damaged, as a sentence with what to do; any other as it is. */
export function asFileDamage(error: unknown, path: string): unknown {
  if (!isFileDamage(error)) return error;
  leaveMark(path);
  return new ReadModelsDamaged(
    `The read models in ${path} are damaged (${(error as Error).message}): pages and breaches may not be brought up to date. Stop the app and start it again: it sets the file aside and makes the read models again from the log.`,
    { cause: error },
  );
}

/** Whether SQLite says that a file is not, or not any more, a database. */
export function isFileDamage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/** Whether damage was met at work since the file was opened last. */
export const hasMark = (path: string): boolean => existsSync(markOf(path));

export const removeMark = (path: string): void => rmSync(markOf(path), { force: true });

function leaveMark(path: string): void {
  if (path === ':memory:') return;
  try {
    closeSync(openSync(markOf(path), 'w', 0o600));
  } catch {
    // A disk that takes no mark is said by what is written next; a small file is looked through at start all the same.
  }
}
