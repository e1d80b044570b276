import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './write-whole.js';

/** Whether a folder holds the made-up sample: not at all, begun and not finished, or whole. */
export type SampleState = 'none' | 'half' | 'whole';

const markOf = (dataDir: string): string => join(dataDir, 'sample.json');

/** What the folder's mark says. */
export function sampleState(dataDir: string): SampleState {
  if (!existsSync(markOf(dataDir))) return 'none';
  const { whole } = JSON.parse(readFileSync(markOf(dataDir), 'utf8')) as { whole: boolean };
  return whole ? 'whole' : 'half';
}

/** Marks the folder as holding the made-up sample, for good; `facts` say how it was made. */
export function markSample(dataDir: string, state: Exclude<SampleState, 'none'>, facts: object = {}): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeWhole(markOf(dataDir), JSON.stringify({ ...facts, sample: 'made-up data', whole: state === 'whole' }) + '\n', 0o600);
}

/** Empties a folder whose sample was cut off while it was being made; `kept` is what the holder needs. No other folder is touched. */
export function dropHalfSample(dataDir: string, kept: readonly string[]): void {
  if (sampleState(dataDir) !== 'half') return;
  const names = readdirSync(dataDir).filter((name) => !kept.includes(name) && name !== 'sample.json');
  for (const name of names) rmSync(join(dataDir, name), { recursive: true, force: true });
  rmSync(markOf(dataDir)); // Last: until then, the folder is known to be half.
}
