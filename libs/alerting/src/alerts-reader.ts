import type { StoredEvent } from '#libs/event-store';
import { Reader, type Work } from '#libs/event-feed';
import type { Collection, Put } from '#libs/read-store';
import { ReadStore } from '#libs/read-store';
import { alertOf, type AlertDocument } from './domain/alert-document.js';
import type { AlertEvent } from './domain/types.js';
import { alertId } from './ids.js';

/** Where alerts are found by who they are for and whether they are sent. */
export const ALERTS: Collection = { name: 'alerts', fields: ['recipient', 'state', 'area', 'target', 'dueAt', 'episode'] };

/** Keeps one document for each alert: what is due, what was sent, what failed and what was dropped. */
export class AlertsReader extends Reader {
  readonly name = 'alert-sender';
  readonly stamp = 2;
  readonly categories = ['alert'];
  readonly collections = [ALERTS];

  constructor(private readonly readStore: ReadStore) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const byStream = Map.groupBy(events, ({ stream }) => stream);
    const streams = [...byStream.keys()];
    const before = await this.readStore.getMany<AlertDocument>(ALERTS.name, streams.map(alertId));
    const puts = streams.flatMap((stream, i): Put[] => {
      const after = byStream
        .get(stream)!
        .reduce((document, event) => alertOf(document, event as StoredEvent<AlertEvent['data']>), before[i]);
      return after === undefined || after === before[i]
        ? []
        : [{ collection: ALERTS.name, id: after.id, body: after, guards: { [stream]: after.version } }];
    });
    return { puts };
  }
}
