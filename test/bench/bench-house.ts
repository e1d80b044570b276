import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestHouse } from '../house/house.ts';

/** A folder for the bench's files, removed by `clean`. */
export const scratch = mkdtempSync(join(tmpdir(), 'floor-bench-'));
export const clean = (): void => rmSync(scratch, { recursive: true, force: true });

/** Prepares a data folder once; each measurement then starts a fresh process on a copy of it. */
export async function prepared(name: string, fill: (house: TestHouse) => Promise<void>): Promise<string> {
  const dir = join(scratch, name);
  const house = await new TestHouse(dir).start();
  await fill(house);
  await house.caughtUp();
  await house.kill('SIGTERM');
  return dir;
}

/** Runs with a fresh process on a copy of the folder, and removes the copy. */
export async function onCopy<T>(of: string, work: (house: TestHouse) => Promise<T>, env: Record<string, string> = {}): Promise<T> {
  const dir = mkdtempSync(join(scratch, 'run-'));
  cpSync(of, dir, { recursive: true });
  const house = await new TestHouse(dir, env).start();
  try {
    return await work(house);
  } finally {
    await house.remove();
  }
}

/** The most memory the process has held so far, in MB. */
export function peakMb({ pid }: TestHouse): number {
  const [, kb] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}

/** Bytes of the log on disk, with what has not been checkpointed yet. */
export function logBytes({ dataDir }: TestHouse): number {
  return ['log.sqlite', 'log.sqlite-wal'].reduce(
    (sum, name) => sum + (statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
