import type { FloorServer } from '../server/floor-server.js';
import { pages } from '../server/pages.js';
import { printable } from '../show/cells.js';
import { tableOf } from '../show/table.js';
import { wrapped } from '../show/wrap.js';
import type { Terminal } from '../terminal.js';

/** An alert as the list gives it. */
interface Alert {
  readonly id: string;
  readonly state: string;
  readonly region: string;
  readonly area: string;
  readonly target: string;
  readonly dueAt: string;
  readonly lastError: string | null;
}

/** Which alerts. */
export interface AlertsOptions {
  readonly state?: string | undefined;
  readonly region?: string | undefined;
}

/** Lists alerts, the latest due first, with why they could not be delivered. */
export async function listAlerts(server: FloorServer, { state, region }: AlertsOptions, terminal: Terminal): Promise<void> {
  const items: Alert[] = [];
  for await (const one of pages<Alert>(server, '/v1/alerts', { state, region })) items.push(one);
  terminal.answer({ items, next: null }, () => {
    if (items.length === 0) return 'There are no such alerts.';
    const rows = items.map((one) => [one.id, one.state, one.dueAt.slice(0, 10), one.area, one.target, one.lastError ?? '']);
    return tableOf(['alert', 'state', 'due', 'area', 'target', 'last error'], rows);
  });
}

/** Tries an alert again that failed for good. */
export async function retryAlert(server: FloorServer, id: string, terminal: Terminal): Promise<void> {
  const answer = await server.post<object>(`/v1/alerts/${encodeURIComponent(id)}/retry`, {});
  terminal.answer(answer, () => wrapped(printable(`Alert ${id} is due again. Run floor alerts to see whether it was sent.`)));
}
