import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { FolderBlobStore } from '#libs/blob-store/folder';
import { LogDamaged, SqliteEventStore } from '#libs/event-store/sqlite';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { type OnVerified, type Verification, verify } from '#libs/verification';
import { CannotDo } from '../cannot-do.js';
import type { DataDirs } from '../server/reach.js';
import { count } from '../show/cells.js';
import type { Terminal } from '../terminal.js';

const SHOWN = 50;

/** Verifies a data folder, also while a server works on it: 0 when all is as it should be, 1 when something differs. */
export async function verifyFolder(dirs: DataDirs, terminal: Terminal): Promise<0 | 1> {
  const folder = folderOf(dirs);
  const watching = terminal.watched ? progress() : undefined;
  const found = await verifyIn(folder, watching?.onVerified).finally(() => watching?.stop());
  terminal.answer({ folder, ...found }, (answer) => textOf(answer));
  return found.clean ? 0 : 1;
}

function folderOf(dirs: DataDirs): string {
  const folder = 'named' in dirs ? dirs.named : [dirs.own, dirs.sample].find((dir) => existsSync(join(dir, 'log.sqlite')));
  if (folder !== undefined && existsSync(join(folder, 'log.sqlite'))) return folder;
  throw new CannotDo(`There is no log to verify in ${folder ?? ('own' in dirs ? dirs.own : '')}: set FLOOR_DATA_DIR to the data folder.`);
}

async function verifyIn(folder: string, onVerified?: OnVerified): Promise<Verification> {
  const damaged: string[] = [];
  const events = opened(damaged, () => new SqliteEventStore(join(folder, 'log.sqlite'), { now: () => new Date() }));
  const path = join(folder, 'read.sqlite');
  const documents = existsSync(path) ? opened(damaged, () => new SqliteReadStore(path)) : undefined;
  try {
    if (events === undefined) return { clean: false, events: 0, submissions: 0, bodies: 0, chained: 0, position: '', differences: damaged };
    const found = await verify({ events, documents, bodies: new FolderBlobStore(join(folder, 'blobs')) }, onVerified);
    return { ...found, clean: found.clean && damaged.length === 0, differences: [...damaged, ...found.differences] };
  } finally {
    await documents?.close();
    await events?.close();
  }
}

/** A file that cannot even be opened is the first thing that differs. */
function opened<Store>(damaged: string[], open: () => Store): Store | undefined {
  try {
    return open();
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    if (!(error instanceof LogDamaged) && !/^SQLITE_(CORRUPT|NOTADB)/.test(code ?? '')) throw error;
    damaged.push(
      error instanceof LogDamaged ? message : `read.sqlite is damaged (${message}): the next start sets it aside and makes it again.`,
    );
    return undefined;
  }
}

function progress(): { onVerified: OnVerified; stop: () => void } {
  const bar = new SingleBar(
    { format: '{phase}: {value}', stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(Number.MAX_SAFE_INTEGER, 0, { phase: 'log' });
  return { onVerified: (phase, done) => bar.update(done, { phase }), stop: () => bar.stop() };
}

function textOf({ folder, clean, events, submissions, bodies, chained, differences }: Verification & { folder: string }): string {
  const seen = `${count(events)} events, ${count(submissions)} submissions (${count(chained)} completions chained), ${count(bodies)} bodies in ${folder}`;
  if (clean) return `All is as it should be: ${seen}.`;
  const more = differences.length > SHOWN ? [`... and ${count(differences.length - SHOWN)} more; --json shows all.`] : [];
  return [`Not all is as it should be: ${seen}.`, ...differences.slice(0, SHOWN).map((line) => `- ${line}`), ...more].join('\n');
}
