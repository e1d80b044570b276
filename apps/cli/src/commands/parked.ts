import type { FloorServer } from '../server/floor-server.js';
import { pages } from '../server/pages.js';
import { printable } from '../show/cells.js';
import { tableOf } from '../show/table.js';
import { wrapped } from '../show/wrap.js';
import type { Terminal } from '../terminal.js';

/** What is parked, and why. */
interface Parked {
  readonly reader?: string;
  readonly projection?: string;
  readonly stream: string;
  readonly scope?: string;
  readonly fault?: string;
  readonly reason?: string;
  readonly discarded?: { readonly why: string } | null;
}

/** One thing that is parked. */
export interface ParkedOne {
  readonly projection: string;
  readonly stream: string;
  readonly scope?: string | undefined;
}

/** Lists what is parked: which projection could not apply which stream, and why. */
export async function listParked(server: FloorServer, terminal: Terminal): Promise<void> {
  const items: Parked[] = [];
  for await (const one of pages<Parked>(server, '/v1/projections/parked')) items.push(one);
  terminal.answer({ items, next: null }, () => {
    if (items.length === 0) return 'Nothing is parked.';
    return tableOf(['projection', 'stream', 'scope', 'why'], items.map(rowOf));
  });
}

const said = (sentence: string): string => wrapped(printable(sentence));

const rowOf = (one: Parked): string[] => {
  const why = one.discarded ? `discarded: ${one.discarded.why}` : (one.fault ?? one.reason ?? '');
  return [one.projection ?? one.reader ?? '', one.stream, one.scope ?? '', why];
};

/** What became of a decision: `waiting` while the projection has not read it. */
interface Decided {
  readonly state: 'applied' | 'parked' | 'discarded' | 'waiting';
}

/** Applies what was parked again, and that alone, once its cause is fixed. */
export async function retryParked(server: FloorServer, one: ParkedOne, terminal: Terminal): Promise<void> {
  const answer = await server.ask<Decided>({ method: 'POST', ...placeOf(one, 'retry'), body: '{}', type: 'application/json' });
  terminal.answer(answer, ({ state }) => {
    if (state === 'applied') return said(`${one.projection} has applied ${nameOf(one)}.`);
    if (state === 'waiting') return said(`${one.projection} applies ${nameOf(one)} as soon as it has read so far; see floor status.`);
    return said(`${one.projection} cannot apply ${nameOf(one)} yet: it is still parked. Run floor parked to see why.`);
  });
}

/** Leaves out what was parked, for good and with a reason. */
export async function discardParked(server: FloorServer, one: ParkedOne, why: string, terminal: Terminal): Promise<void> {
  const body = JSON.stringify({ why });
  const answer = await server.ask<Decided>({ method: 'POST', ...placeOf(one, 'discard'), body, type: 'application/json' });
  terminal.answer(answer, ({ state }) =>
    said(
      state === 'waiting'
        ? `${one.projection} leaves out ${nameOf(one)} as soon as it has read so far; see floor status.`
        : `${one.projection} leaves out ${nameOf(one)} for good.`,
    ),
  );
}

const nameOf = ({ stream, scope }: ParkedOne): string => (scope === undefined ? stream : `${scope} of ${stream}`);

const placeOf = (
  { projection, stream, scope }: ParkedOne,
  verb: 'retry' | 'discard',
): { path: string; query: { scope: string | undefined } } => ({
  path: `/v1/projections/${encodeURIComponent(projection)}/parked/${encodeURIComponent(stream)}/${verb}`,
  query: { scope },
});
