import { existsSync } from 'node:fs';
import { CannotDo } from '../cannot-do.js';
import { FloorServer } from './floor-server.js';
import { holderOfFolder, type HeldFolder } from './held-folder.js';
import { withOwnServer } from './own-server.js';

/** The data folder that was named, or the two that a start without a name uses. */
export type DataDirs = { readonly named: string } | { readonly own: string; readonly sample: string };

/** Whom to talk to. */
export interface Whom {
  readonly url: string | null;
  readonly token: string | null;
  readonly dirs: DataDirs;
}

/**
 * Does the work on a server: the one that was named, else the one that holds the data folder, else one that is
 * started for it and stopped after.
 */
export async function withServer<Result>({ url, token, dirs }: Whom, work: (server: FloorServer) => Promise<Result>): Promise<Result> {
  if (url !== null) return work(new FloorServer(url, token));
  const folders = 'named' in dirs ? [dirs.named] : [dirs.own, dirs.sample];
  for (const folder of folders) {
    const held = holderOfFolder(folder);
    if (held !== undefined) return work(serverOf(folder, held));
  }
  return withOwnServer(folderToOpen(dirs), work);
}

function serverOf(folder: string, { url, token }: HeldFolder): FloorServer {
  if (url === null) throw new CannotDo(`The process that holds ${folder} does not answer yet: wait until it has started, and try again.`);
  return new FloorServer(url, token);
}

/** Real data is never mixed with the sample: unless it is all there is, the folder of one's own is meant. */
function folderToOpen(dirs: DataDirs): string {
  if ('named' in dirs) return dirs.named;
  return existsSync(dirs.sample) && !existsSync(dirs.own) ? dirs.sample : dirs.own;
}
