import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { holderOf } from '#libs/platform';

/** A data folder in use, and how its owner may talk to the server that uses it. */
export interface HeldFolder {
  readonly pid: number;
  /** Null while it starts. */
  readonly url: string | null;
  readonly token: string | null;
}

/** Who holds the folder; undefined when nobody does. Whoever may read the folder may talk as its administrator. */
export function holderOfFolder(dataDir: string): HeldFolder | undefined {
  const holder = holderOf(dataDir);
  if (holder === undefined) return undefined;
  return { pid: holder.pid, url: holder.url, token: tokenIn(dataDir) };
}

/** Each start writes its own token; an old one is of no use. */
export function dropOldToken(dataDir: string): void {
  rmSync(tokenFile(dataDir), { force: true });
}

const tokenFile = (dataDir: string): string => join(dataDir, 'local-admin.token');

function tokenIn(dataDir: string): string | null {
  try {
    return readFileSync(tokenFile(dataDir), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // It starts still.
    throw error;
  }
}
