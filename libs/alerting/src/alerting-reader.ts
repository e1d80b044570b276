import type { BreachEvent } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import { type Append, EventStore, type StoredEvent, WrongVersion } from '#libs/event-store';
import { Reader, type Work } from '#libs/event-feed';
import { Clock, fold, Refusal } from '#libs/kernel';
import { alertDue } from './domain/due.js';
import { alertEventId, alertId, alertStream } from './ids.js';

type Confirmed = StoredEvent<Extract<BreachEvent, { type: 'BreachConfirmed' }>['data']>;

const RACES_MAX = 5;

/** Records, once for each newly confirmed breach, that the Government Office of its region is to be told. */
export class AlertingReader extends Reader {
  readonly name = 'alerting';
  readonly stamp = 1;
  readonly categories = ['breach'];
  readonly collections = [];
  override readonly startsAt = 'end'; // A new alerting tells news, not history; so does a rebuilt one.

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const confirmed = events.filter((event): event is Confirmed => event.type === 'BreachConfirmed');
    if (confirmed.length > 0) {
      const catalogue = await this.catalogue.upToDate();
      const alerts = await Promise.all(confirmed.map((event) => this.alertFor(event, catalogue)));
      await this.appendNew(alerts);
    }
    return { puts: [] };
  }

  private async alertFor({ data }: Confirmed, catalogue: CatalogueView): Promise<Append> {
    const { judgement, trigger, episode } = data;
    const area = catalogue.area(judgement.area) ?? { code: judgement.area, name: judgement.area };
    const recipient = recipientOf(judgement.area, catalogue);
    const stream = alertStream(episode, 'confirmed', recipient.code);
    const released = await this.releaseOf(trigger.submission);
    const news = alertDue.decide(
      {
        alert: alertId(stream),
        breach: data,
        recipient,
        area,
        target: catalogue.target(judgement.target),
        indicatorName: catalogue.indicator(judgement.indicator)?.name,
        released,
        dueAt: this.clock.now().toISOString(),
      },
      fold(alertDue, []),
    );
    if (news instanceof Refusal) throw new Error(news.detail);
    return { stream, expected: 0, events: news.map((event, i) => ({ id: alertEventId(stream, i + 1), ...event })) };
  }

  /** From the log, not from a read model that may be behind. */
  private async releaseOf(submission: string | null): Promise<string | null> {
    if (submission === null) return null;
    const [started] = await this.store.read({ stream: `submission-${submission}`, to: 1 });
    return (started?.data as { released?: string } | undefined)?.released ?? null;
  }

  /** Those whose stream exists were told before: nothing is written for them. */
  private async appendNew(alerts: readonly Append[]): Promise<void> {
    for (let race = 1; ; race++) {
      const versions = await this.store.versions(alerts.map(({ stream }) => stream));
      try {
        await this.store.appendMany(alerts.filter((_, i) => versions[i] === 0));
        return;
      } catch (fault) {
        if (!(fault instanceof WrongVersion) || race === RACES_MAX) throw fault; // Else another writer came first: look again.
      }
    }
  }
}

/** The region's office; for an area that lies in no region, the country's. A breach without a recipient would be hidden: a fault. */
function recipientOf(area: string, catalogue: CatalogueView): { code: string; name: string } {
  const code = catalogue.parentOf(area, 'region') ?? catalogue.parentOf(area, 'country');
  if (code === undefined)
    throw new Error(`Nobody can be told of a breach in ${area}: the catalogue knows no region or country that it lies in.`);
  return { code, name: catalogue.area(code)?.name ?? code };
}
