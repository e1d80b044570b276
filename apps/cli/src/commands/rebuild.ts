import type { FloorServer } from '../server/floor-server.js';
import { wrapped } from '../show/wrap.js';
import type { Terminal } from '../terminal.js';

/** A projection as the server lists it. */
interface Projection {
  readonly name: string;
}

/** Rebuilds the read models of one projection, or of all; the old ones are served until the new ones have caught up. */
export async function rebuild(server: FloorServer, name: string | undefined, terminal: Terminal): Promise<void> {
  const names = name === undefined ? await allOf(server) : [name];
  for (const one of names) await server.post<object>(`/v1/projections/${encodeURIComponent(one)}/rebuild`, {});
  terminal.answer({ rebuilding: names }, () => wrapped(`Rebuilding ${names.join(', ')}; floor status shows how far it has come.`));
}

async function allOf(server: FloorServer): Promise<string[]> {
  const { items } = await server.get<{ items: readonly Projection[] }>('/v1/projections');
  return items.map(({ name }) => name);
}
