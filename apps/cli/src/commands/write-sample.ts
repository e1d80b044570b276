import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleFiles } from '#libs/sample';
import { count } from '../show/cells.js';
import { wrapped } from '../show/wrap.js';
import type { Terminal } from '../terminal.js';

/** Writes the made-up data set into a folder; the same seed writes the same bytes. */
export function writeSample(dir: string, seed: number, terminal: Terminal): void {
  const written: string[] = [];
  for (const { path, text } of sampleFiles(seed)) {
    const file = join(dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(path);
  }
  terminal.answer({ dir, seed, files: written }, () =>
    wrapped(`${count(written.length)} files of made-up data are in ${dir}; its README.md says how to push them.`),
  );
}
