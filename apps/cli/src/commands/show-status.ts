import type { Lag } from '#libs/event-feed';
import type { FloorServer } from '../server/floor-server.js';
import { count } from '../show/cells.js';
import { tableOf } from '../show/table.js';
import type { Terminal } from '../terminal.js';

/** What a server says of its readiness. */
interface Readiness {
  readonly ready: boolean;
  readonly readers: readonly Lag[];
  readonly troubles: readonly string[];
}

const HEAD = ['reader', 'state', 'behind (events)', 'behind (seconds)', 'parked', 'position'];
const NOT_READY = 503;

/** Shows how far each reader is behind the log, what is parked, and what is in the way. */
export async function showStatus(server: FloorServer, terminal: Terminal): Promise<void> {
  const readiness = await server.ask<Readiness>({ method: 'GET', path: '/health/ready', orStatus: NOT_READY });
  terminal.answer(readiness, ({ ready, readers, troubles }) => {
    const rows = readers.map(({ reader, state, events, seconds, parked, position }) => {
      return [reader, state, count(events), seconds.toFixed(1), count(parked), position];
    });
    return [`${server.url} is ${ready ? 'ready' : 'not ready'}.`, ...troubles, tableOf(HEAD, rows)].join('\n');
  });
}
