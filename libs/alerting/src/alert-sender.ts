import { EventStore, type NewEvent, type StoredEvent, WrongVersion } from '#libs/event-store';
import { Clock, fold } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { FaultPoints } from '#libs/platform/work';
import { ALERTS } from './alerts-reader.js';
import { Channel, type Alert, type Delivered, type NotDelivered } from './channel.js';
import type { AlertDocument } from './domain/alert-document.js';
import { waitMsAfter } from './domain/back-off.js';
import { alertDue } from './domain/due.js';
import type { AlertEvent } from './domain/types.js';
import { alertEventId, alertStream } from './ids.js';

const AT_ONCE_MAX = 200;

/** An alert whose own stream says that it is due. */
interface Unsent {
  readonly stream: string;
  readonly version: number;
  readonly alert: Alert;
  readonly attempts: number;
}

/** Delivers what the alert streams say is unsent: at least once, under one id, sooner rather than later. */
export class AlertSender {
  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly channel: Channel,
    private readonly clock: Clock,
    private readonly faults: FaultPoints,
  ) {}

  /** One round: delivers what is due by now; answers how many it tried. Not to be called twice at once. */
  async sendDue(): Promise<number> {
    const unsent: Unsent[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.readStore.find<AlertDocument>(ALERTS.name, {
        where: { state: 'due' },
        sort: 'dueAt',
        limit: AT_ONCE_MAX,
        cursor,
      });
      unsent.push(...(await this.unsentOf(page.items)));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && unsent.length < AT_ONCE_MAX); // What waits for its next attempt does not hold up the others.
    const outcomes = await Promise.all(unsent.map(({ alert }) => this.channel.deliver(alert)));
    if (unsent.length > 0) this.faults.hit('alert');
    await this.record(unsent, outcomes);
    return unsent.length;
  }

  /** The streams decide: the read model may be behind them. */
  private async unsentOf(documents: readonly AlertDocument[]): Promise<Unsent[]> {
    const streams = documents.map(({ episode, step, recipient }) => alertStream(episode, step, recipient));
    const all = await this.store.readMany(streams.map((stream) => ({ stream })));
    return all.flatMap((events, i) => this.unsent(streams[i]!, events) ?? []);
  }

  private unsent(stream: string, events: readonly StoredEvent[]): Unsent | undefined {
    const { state, attempts, failedAt } = fold(alertDue, events as unknown as AlertEvent[]);
    if (state !== 'due') return undefined;
    if (failedAt !== null && this.clock.now().getTime() < Date.parse(failedAt) + waitMsAfter(attempts)) return undefined;
    return { stream, version: events.length, alert: events[0]!.data as Alert, attempts };
  }

  private async record(unsent: readonly Unsent[], outcomes: readonly (Delivered | NotDelivered)[]): Promise<void> {
    const at = this.clock.now().toISOString();
    const appends = unsent.map(({ stream, version, attempts }, i) => {
      const event = this.outcomeEvent(outcomes[i]!, attempts + 1, at);
      const events: NewEvent[] = [{ id: alertEventId(stream, version + 1), ...event }];
      return { stream, expected: version, events };
    });
    try {
      if (appends.length > 0) await this.store.appendMany(appends);
    } catch (fault) {
      if (!(fault instanceof WrongVersion)) throw fault;
      // Another sender recorded some of them; the next round reads the streams afresh, and the channel drops repeats.
    }
  }

  private outcomeEvent(outcome: Delivered | NotDelivered, attempt: number, at: string): AlertEvent {
    const channel = this.channel.name;
    if (outcome.delivered) return { type: 'AlertSent', data: { v: 1, channel, at } };
    const error = outcome.error.slice(0, 1000);
    return { type: 'AlertFailed', data: { v: 1, channel, at, error, attempt, retryable: outcome.retryable } };
  }
}
