import type { Lag } from '#libs/event-feed';
import type { FloorServer } from '../server/floor-server.js';
import { count, printable } from '../show/cells.js';
import { tableOf } from '../show/table.js';
import { wrapped } from '../show/wrap.js';
import type { Terminal } from '../terminal.js';

/** What a server says of its readiness. */
interface Readiness {
  readonly ready: boolean;
  readonly state?: 'ok' | 'degraded' | 'not-ready';
  readonly readers: readonly Lag[];
  readonly troubles: readonly string[];
}

const HEAD = ['projection', 'state', 'behind', 'seconds', 'parked', 'position'];
const NOT_READY = 503;

/** Shows how far each projection is behind the log, what is parked, and what is in the way. */
export async function showStatus(server: FloorServer, terminal: Terminal): Promise<void> {
  const readiness = await server.ask<Readiness>({ method: 'GET', path: '/health/ready', orStatus: NOT_READY });
  terminal.answer(readiness, ({ ready, state, readers, troubles }) => {
    const rows = readers.map(({ reader, state: at, events, seconds, parked, position }) => {
      return [reader, at, count(events), seconds.toFixed(1), count(parked), position];
    });
    const word = ready ? (state === 'degraded' ? 'ready, but degraded' : 'ready') : 'not ready';
    const issues = troubles.map((text) => wrapped(`  ${printable(text)}`, '  '));
    return [`${server.url} is ${word}.`, ...issues, ...(rows.length === 0 ? [] : [tableOf(HEAD, rows)])].join('\n');
  });
}
