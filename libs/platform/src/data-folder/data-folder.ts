import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { aboutFolder, folderGone } from './folder-unusable.js';
import { isAlive, ownMark, type ProcessMark } from './liveness.js';
import { writeWhole } from './write-whole.js';

/** Who holds a data folder, and where it answers. */
export interface Holder extends ProcessMark {
  readonly machine: string;
  /** The address of its server; null while it starts, or when it serves none. */
  readonly url: string | null;
}

/** Another process holds the data folder. */
export class FolderHeld extends Error {
  constructor(
    readonly dataDir: string,
    readonly holder: Holder,
  ) {
    super(
      `The data folder ${dataDir} is held by process ${holder.pid}${holder.url === null ? '' : `, which answers at ${holder.url}`}. ` +
        'Stop it first, talk to it, or set FLOOR_DATA_DIR to another folder.',
    );
    this.name = 'FolderHeld';
  }
}

/** The file that says who holds the folder. */
export const HOLDER_FILE = 'holder.json';
const BEAT_MS = 5_000;
const SILENT_MS = 30_000;

/** Who holds the folder now; undefined when nobody does, or whoever did is gone. */
export function holderOf(dataDir: string): Holder | undefined {
  const file = join(dataDir, HOLDER_FILE);
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    // Another machine's processes cannot be seen from here; a live holder touches its file.
    const alive = holder.machine === hostname() ? isAlive(holder) : Date.now() - statSync(file).mtimeMs < SILENT_MS;
    return alive ? holder : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return undefined; // Cut off while being written: its writer never held the folder.
    throw error;
  }
}

/** A data folder held by this process alone, from `hold` to `release`. */
export class DataFolder {
  private readonly beat: NodeJS.Timeout;

  private constructor(
    readonly dir: string,
    private readonly file: string,
    private readonly onGone: (error: Error) => void,
  ) {
    this.beat = setInterval(() => this.touch(), BEAT_MS).unref();
  }

  /** Takes the folder, making it where there is none; throws FolderHeld or FolderUnusable. `onGone` is called when it is moved meanwhile. */
  static hold(dir: string, onGone: (error: Error) => void = fail): DataFolder {
    try {
      return DataFolder.take(dir, onGone);
    } catch (error) {
      throw aboutFolder(error, dir);
    }
  }

  private static take(dir: string, onGone: (error: Error) => void): DataFolder {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const file = join(dir, HOLDER_FILE);
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify({ ...ownMark(), machine: hostname(), url: null }), { mode: 0o600 });
    try {
      while (!linked(own, file)) takeAway(dir, file);
    } finally {
      rmSync(own, { force: true });
    }
    return new DataFolder(dir, file, onGone);
  }

  /** Tells others where this process answers. */
  answersAt(url: string): void {
    writeWhole(this.file, JSON.stringify({ ...ownMark(), machine: hostname(), url } satisfies Holder), 0o600);
  }

  /** Tells other machines that its holder lives, and notices when the folder is no longer there. */
  touch(): void {
    try {
      utimesSync(this.file, new Date(), new Date());
    } catch (error) {
      // A disk that is read-only or fails is said by what is written next; a folder that is gone by nothing else.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
      clearInterval(this.beat);
      this.onGone(folderGone(this.dir));
    }
  }

  release(): void {
    clearInterval(this.beat);
    rmSync(this.file, { force: true });
  }
}

function fail(error: Error): never {
  throw error;
}

/** A link is made by one process only, whole and at once. */
function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a dead holder's file out of the way; throws FolderHeld when the holder lives. */
function takeAway(dir: string, file: string): void {
  const holder = holderOf(dir);
  if (holder !== undefined) throw new FolderHeld(dir, holder);
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return; // Another process was quicker; try the link again.
    throw error;
  }
  // What was moved may be the fresh file of a process that was quicker still: then it goes back.
  const moved = JSON.parse(readFileSync(aside, 'utf8') || '{}') as Holder;
  if (moved.pid !== undefined && moved.machine === hostname() && isAlive(moved)) linked(aside, file);
  rmSync(aside, { force: true });
}
