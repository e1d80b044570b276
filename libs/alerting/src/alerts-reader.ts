import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import { categoryOf, type StoredEvent } from '#libs/event-store';
import { byRule, Reader, type Work } from '#libs/event-feed';
import { type Collection, type Put, ReadStore } from '#libs/read-store';
import { alertOf, type AlertDocument } from './domain/alert-document.js';
import type { AlertEvent } from './domain/types.js';
import { alertId, alertStream } from './ids.js';

/** Where alerts are found by whose area they are of and whether they are sent. */
export const ALERTS: Collection = { name: 'alerts', fields: ['recipient', 'region', 'state', 'area', 'target', 'dueAt', 'episode'] };

const AT_ONCE = 1_000;

/**
 * Keeps one document for each alert: what is due, what was sent, what failed and what was dropped. Who was told stays as it
 * is; the region by which it is found follows an area that moves.
 */
export class AlertsReader extends Reader {
  readonly name = 'alert-sender';
  readonly stamp = 3;
  readonly categories = ['alert', 'catalogue'];
  readonly collections = [ALERTS];

  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const catalogue = await this.catalogue.upToDate();
    const areas = events.findLast(({ type }) => type === 'AreasImported' || type === 'AreaLinksImported');
    const guard = areas ? { [areas.stream]: areas.version } : {};
    const byStream = Map.groupBy(
      events.filter(({ stream }) => categoryOf(stream) !== 'catalogue'),
      ({ stream }) => stream,
    );
    const streams = [...byStream.keys()];
    const before = await this.readStore.getMany<AlertDocument>(ALERTS.name, streams.map(alertId));
    const told = streams.flatMap((stream, i): Put[] => {
      const own = byStream.get(stream)! as readonly StoredEvent<AlertEvent['data']>[];
      const after = placed(
        byRule(() => own.reduce(alertOf, before[i])!),
        catalogue,
      );
      return after === before[i] ? [] : [putOf(after, stream, guard)];
    });
    const moved = areas ? await this.moved(new Set(streams), catalogue, guard) : [];
    return { puts: [...told, ...moved] };
  }

  /** The stored alerts whose areas lie in another region by now, but for those of these streams. */
  private async moved(except: ReadonlySet<string>, catalogue: CatalogueView, guard: Readonly<Record<string, number>>): Promise<Put[]> {
    const puts: Put[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.readStore.find<AlertDocument>(ALERTS.name, { limit: AT_ONCE, cursor });
      for (const before of page.items) {
        const stream = alertStream(before.episode, before.step, before.recipient);
        const after = placed(before, catalogue);
        if (after !== before && !except.has(stream)) puts.push(putOf(after, stream, guard));
      }
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return puts;
  }
}

/** The alert where its area lies now. */
function placed(alert: AlertDocument, catalogue: CatalogueView): AlertDocument {
  const region = catalogue.parentOf(alert.area, 'region') ?? catalogue.parentOf(alert.area, 'country') ?? alert.recipient;
  return region === alert.region ? alert : { ...alert, region };
}

const putOf = (alert: AlertDocument, stream: string, guard: Readonly<Record<string, number>>): Put => ({
  collection: ALERTS.name,
  id: alert.id,
  body: alert,
  guards: { [stream]: alert.version, ...guard },
});
