import type { FloorServer } from '../server/floor-server.js';
import { entriesOf } from '../show/table.js';
import type { Terminal } from '../terminal.js';

/** Drops and rebuilds the read models of one reader, or of all. */
export async function rebuild(server: FloorServer, reader: string | undefined, terminal: Terminal): Promise<void> {
  const answer = await server.post<object>('/v1/readers/rebuild', reader === undefined ? {} : { reader });
  terminal.answer(answer, entriesOf);
}
