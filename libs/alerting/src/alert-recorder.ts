import type { BreachStep } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import { type Append, beginStream, EventStore, onConflictRetry, type StoredEvent } from '#libs/event-store';
import { Clock, fold, Refusal } from '#libs/kernel';
import { endOf } from './domain/breach-end.js';
import { alertDue, type TellConfirmed } from './domain/due.js';
import type { AlertDue, AlertEvent, AlertingBegan, DropReason } from './domain/types.js';
import { ALERTING_STREAM, alertEventId, alertId, alertingBeganId, alertsOf, alertStream, breachStreamOf } from './ids.js';

type Confirmed = StoredEvent<TellConfirmed['breach']>;

/** Records, once for each confirmed breach, whom it is to be told; by the log alone, so it may be asked again and again. */
export class AlertRecorder {
  private from: string | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
  ) {}

  /** The position from which on confirmed breaches are told. The first time, alerting begins here and says so in the log. */
  async newsFrom(): Promise<string> {
    if (this.from !== undefined) return this.from;
    const began = (await this.began()) ?? (await this.begin());
    return (this.from = (began.data as AlertingBegan['data']).from ?? began.position);
  }

  /**
   * Records what is due of these steps. Those told before, to whichever recipient, and those from before alerting began are
   * left alone; one that was dropped, and whose breach has come back, is due again. Answers the episodes for which nobody can be told, with the reason: they are asked about again.
   */
  async record(steps: readonly StoredEvent<BreachStep>[]): Promise<ReadonlyMap<string, string>> {
    const from = await this.newsFrom();
    const isDue = (step: StoredEvent<BreachStep>): step is Confirmed => step.type === 'BreachConfirmed' && step.position >= from;
    const news = steps.filter(isDue);
    if (news.length === 0) return new Map();
    const catalogue = await this.catalogue.upToDate();
    return onConflictRetry(async () => {
      const { appends, waiting } = await this.decide(news, catalogue);
      if (appends.length > 0) await this.store.appendMany(appends);
      return waiting;
    });
  }

  /** Where the catalogue stands: while it has not changed, nobody new can be told. */
  async cataloguePosition(): Promise<string> {
    return (await this.catalogue.upToDate()).position;
  }

  private async decide(news: readonly Confirmed[], catalogue: CatalogueView): Promise<{ appends: Append[]; waiting: Map<string, string> }> {
    const waiting = new Map<string, string>();
    const streams = await Promise.all(news.map(({ data }) => this.store.streams(alertsOf(data.episode, 'confirmed'))));
    const alerts = await Promise.all(streams.map((names) => this.store.readMany(names.map((stream) => ({ stream })))));
    const open = news.flatMap((step, i) => (alerts[i]!.every(isDropped) ? [{ ...step, past: alerts[i]! }] : []));
    const breaches = await this.store.readMany(open.map(({ stream }) => ({ stream })));
    const released = await Promise.all(open.map(({ data }) => this.releaseOf(data.trigger.submission)));
    const appends = new Map<string, Append>();
    for (const [i, { data, past }] of open.entries()) {
      const end = endOf(data.episode, breaches[i]!);
      if (end !== null && past.length > 0) continue; // Dropped, and its breach has not come back.
      try {
        const append = this.alertFor(data, { released: released[i]!, end, past }, catalogue);
        appends.set(append.stream, append);
      } catch (error) {
        // One breach that cannot be put into words does not hold up the others; the reason shows in health.
        waiting.set(data.episode, error instanceof Error ? error.message : String(error));
      }
    }
    return { appends: [...appends.values()], waiting };
  }

  private alertFor(
    data: Confirmed['data'],
    known: { readonly released: string | null; readonly end: DropReason | null; readonly past: readonly (readonly StoredEvent[])[] },
    catalogue: CatalogueView,
  ): Append {
    const { judgement, episode } = data;
    const recipient = recipientOf(judgement.area, catalogue);
    const stream = alertStream(episode, 'confirmed', recipient.code);
    const past = known.past.find(([first]) => first?.stream === stream) ?? [];
    const area = catalogue.area(judgement.area) ?? { code: judgement.area, name: judgement.area };
    const at = this.clock.now().toISOString();
    const decided = alertDue.decide(
      {
        alert: alertId(stream),
        breach: data,
        recipient,
        area,
        target: catalogue.target(judgement.target),
        indicatorName: catalogue.indicator(judgement.indicator)?.name,
        released: known.released,
        dueAt: at,
      },
      fold(alertDue, past as unknown as readonly AlertEvent[]),
    );
    if (decided instanceof Refusal) throw new Error(decided.detail);
    const events: AlertEvent[] = [
      ...decided,
      ...(known.end ? [{ type: 'AlertDropped' as const, data: { v: 1 as const, reason: known.end, at } }] : []),
    ];
    const expected = past.length;
    return { stream, expected, events: events.map((event, i) => ({ id: alertEventId(stream, expected + i + 1), ...event })) };
  }

  /** From the log, not from a read model that may be behind. */
  private async releaseOf(submission: string | null): Promise<string | null> {
    if (submission === null) return null;
    const [started] = await this.store.read({ stream: `submission-${submission}`, to: 1 });
    return (started?.data as { released?: string } | undefined)?.released ?? null;
  }

  private async began(): Promise<StoredEvent | undefined> {
    return (await this.store.read({ stream: ALERTING_STREAM, to: 1 }))[0];
  }

  private async begin(): Promise<StoredEvent> {
    const data: AlertingBegan['data'] = { v: 1, from: await this.firstTold(), at: this.clock.now().toISOString() };
    return beginStream(this.store, ALERTING_STREAM, { id: alertingBeganId(), type: 'AlertingBegan', data });
  }

  /** On a log that has alerts from before `AlertingBegan` existed, alerting began with the first of them. */
  private async firstTold(): Promise<string | null> {
    const [first] = (await this.store.readAll('', 1, ['alert'])) as StoredEvent<AlertDue['data']>[];
    if (!first) return null;
    const { episode, breach } = first.data;
    const events = await this.store.read({ stream: breachStreamOf(breach) });
    const confirmed = events.find(({ type, data }) => type === 'BreachConfirmed' && (data as BreachStep).episode === episode);
    return confirmed?.position ?? first.position;
  }
}

/** Nobody was told by it: its breach had ended before it was sent. */
const isDropped = (alert: readonly StoredEvent[]): boolean => alert.at(-1)?.type === 'AlertDropped';

interface Recipient {
  readonly code: string;
  readonly name: string;
}

/** The region's office; for an area that lies in no region, the country's. Throws while the catalogue knows neither. */
function recipientOf(area: string, catalogue: CatalogueView): Recipient {
  const code = catalogue.parentOf(area, 'region') ?? catalogue.parentOf(area, 'country');
  if (code === undefined)
    throw new Error(
      `The catalogue knows no region or country that ${area} lies in. Import the area with its parent, and the alert goes out.`,
    );
  return { code, name: catalogue.area(code)?.name ?? code };
}
