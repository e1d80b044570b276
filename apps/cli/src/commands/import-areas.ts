import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { FloorServer } from '../server/floor-server.js';
import { entriesOf } from '../show/table.js';
import type { Terminal } from '../terminal.js';

/** Imports area files in the order given: lookups, changes, or the plain CSV. */
export async function importAreas(server: FloorServer, files: readonly string[], terminal: Terminal): Promise<void> {
  const answers: object[] = [];
  for (const file of files) {
    const body = createReadStream(file);
    answers.push(
      await server.ask<object>({ method: 'POST', path: '/v1/areas/import', query: { name: basename(file) }, body, type: 'text/csv' }),
    );
    if (!terminal.json) terminal.answer(answers.at(-1)!, (answer) => `${basename(file)}\n${entriesOf(answer)}`);
  }
  if (terminal.json) terminal.answer(answers.length === 1 ? answers[0] : answers, String);
}
