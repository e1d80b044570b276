import { Logger } from '@nestjs/common';
import { BEGINNING, EventStore, type NewEvent, type Position, WrongVersion } from '#libs/event-store';
import { type MonotonicTime } from '#libs/event-feed';
import { Clock, retryDelayMs, type RetryPolicy } from '#libs/kernel';
import { FaultPoints } from '#libs/platform/work';
import type { AlertRecorder } from './alert-recorder.js';
import { Channel, type Delivered, type NotDelivered } from './channel.js';
import { type AlertIssue, alertIssues } from './domain/alert-issues.js';
import { AlertSchedule, type Now, type Undelivered } from './domain/alert-schedule.js';
import { endOf } from './domain/breach-end.js';
import type { AlertEvent, DropReason } from './domain/types.js';
import { alertEventId, breachStreamOf } from './ids.js';
import { type Unsent, unsentOf } from './unsent.js';

const BATCH = 500;
const AT_ONCE_MAX = 200;
/** How long the reader `alerting` has to record a breach before the sender does. */
const READER_MS = 2_000;
/** A channel that is down is asked by one alert, this often at the least. */
/** When a channel that is down is asked again. */
const CHANNEL_DOWN: RetryPolicy = { firstMs: 1_000, longestMs: 60_000 };
const DELIVERY_MS_MAX = 30_000;

/** What a sender works with. */
export interface SenderContext {
  readonly store: EventStore;
  readonly recorder: AlertRecorder;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly time: Pick<MonotonicTime, 'nowMs'>;
  readonly faults: FaultPoints;
}

/** Delivers what the log says is due: at least once, under one id, after a look at the breach as it stands. */
export class AlertSender {
  private readonly log = new Logger('AlertSender');
  private schedule: AlertSchedule | undefined;
  private position: Position = BEGINNING;
  private triedAt: Position | undefined;
  private channelFailures = 0;
  private channelNextMs = 0;

  constructor(private readonly context: SenderContext) {}

  /** Forgets what is in memory; the next round reads it from the log again. For one that begins, or lost its right for a while. */
  reset(): void {
    this.schedule = undefined;
    this.position = BEGINNING;
    this.triedAt = undefined;
  }

  /** What keeps alerts from being told. */
  issues(): AlertIssue[] {
    return this.schedule ? alertIssues(this.schedule, this.context.channel.name, this.context.time.nowMs()) : [];
  }

  /** How long nothing is due, if nothing new happens. */
  restMs(): number {
    const next = this.schedule?.nextMs();
    return next === undefined ? Infinity : Math.max(0, Math.max(next, this.channelNextMs) - this.context.time.nowMs());
  }

  /** One round: reads on, records what was not, delivers what is due by now; answers how many it tried. Not to be called twice at once. */
  async sendDue(): Promise<number> {
    await this.readOn();
    if (await this.recordMissing()) await this.readOn();
    const { time } = this.context;
    if (time.nowMs() < this.channelNextMs) return 0;
    const due = this.schedule!.dueBy(time.nowMs(), this.channelFailures > 0 ? 1 : AT_ONCE_MAX);
    return due.length === 0 ? 0 : this.deliver(due);
  }

  private async readOn(): Promise<void> {
    const { store, recorder } = this.context;
    if (this.schedule === undefined) {
      const from = await recorder.newsFrom();
      this.schedule = new AlertSchedule((position) => position >= from);
    }
    for (;;) {
      const events = await store.readAll(this.position, BATCH, ['breach', 'alert']);
      for (const event of events) this.schedule.apply(event, this.now());
      this.position = events.at(-1)?.position ?? this.position;
      if (events.length < BATCH) return;
    }
  }

  /** Records what the reader did not: what waits for a region, tried again when the catalogue has changed. */
  private async recordMissing(): Promise<boolean> {
    const nowMs = this.context.time.nowMs();
    const missing = [...this.schedule!.unrecorded.values()].filter(({ sinceMs }) => nowMs - sinceMs >= READER_MS);
    if (missing.length === 0) return false;
    const known = await this.context.recorder.cataloguePosition();
    const open = missing.filter(({ why }) => why === null || known !== this.triedAt);
    this.triedAt = known;
    if (open.length === 0) return false;
    const waiting = await this.context.recorder.record(open.map(({ confirmed }) => confirmed));
    for (const one of open) {
      const why = waiting.get(one.confirmed.data.episode) ?? null;
      if (why !== null && one.why === null) this.log.warn(`A confirmed breach has no alert yet. ${why}`);
      one.why = why;
      // One that came back after it was told has its alert already.
      if (why === null) this.schedule!.recorded(one.confirmed.data.episode);
    }
    return waiting.size < open.length;
  }

  private async deliver(due: readonly Undelivered[]): Promise<number> {
    const { unsent, dropped } = await this.look(due);
    await this.append(
      dropped.map(({ unsent: one, reason }) => this.event(one, { type: 'AlertDropped', data: { v: 1, reason, at: this.at() } })),
    );
    const outcomes = await Promise.all(unsent.map(({ alert }) => withinTime(this.context.channel.deliver(alert))));
    if (unsent.length > 0) this.context.faults.hit('alert');
    await this.append(unsent.map((one, i) => this.event(one, this.outcome(outcomes[i]!, one.attempts + 1))));
    for (const { stream } of due) this.schedule!.attempted(stream, this.context.time.nowMs());
    this.weigh(outcomes);
    await this.readOn(); // What the log says of these attempts is known before the next round.
    return due.length;
  }

  /** The streams as they stand decide: whether an alert is due, and whether its breach is still there. */
  private async look(due: readonly Undelivered[]): Promise<{ unsent: Unsent[]; dropped: { unsent: Unsent; reason: DropReason }[] }> {
    const { store } = this.context;
    const streams = await store.readMany(due.map(({ stream }) => ({ stream })));
    const open = streams.flatMap((events) => unsentOf(events) ?? []);
    const breaches = await store.readMany(open.map(({ alert: { breach } }) => ({ stream: breachStreamOf(breach) })));
    const ends = open.map(({ alert }, i) => endOf(alert.episode, breaches[i]!));
    const standing = open.filter((_, i) => ends[i] === null);
    for (const { stream, hasFailed } of standing) if (hasFailed) this.schedule!.stillFailed(stream);
    return {
      unsent: standing.filter(({ hasFailed }) => !hasFailed),
      dropped: open.flatMap((unsent, i) => (ends[i] === null ? [] : [{ unsent, reason: ends[i]! }])),
    };
  }

  /** A round of failures alone says that the channel is down: until it answers, it is asked seldom, and by one alert. */
  private weigh(outcomes: readonly (Delivered | NotDelivered)[]): void {
    const failures = outcomes.filter((outcome) => !outcome.delivered);
    if (failures.length > 0)
      this.log.warn(`${failures.length} of ${outcomes.length} alerts not delivered by ${this.context.channel.name}: ${failures[0]!.error}`);
    if (outcomes.length === 0) return;
    const isDown = outcomes.every((outcome) => !outcome.delivered && outcome.retryable);
    this.channelFailures = isDown ? this.channelFailures + 1 : 0;
    this.channelNextMs = isDown ? this.context.time.nowMs() + retryDelayMs(CHANNEL_DOWN, this.channelFailures) : 0;
  }

  private outcome(outcome: Delivered | NotDelivered, attempt: number): AlertEvent {
    const channel = this.context.channel.name;
    if (outcome.delivered) return { type: 'AlertSent', data: { v: 1, channel, at: this.at() } };
    const error = outcome.error.slice(0, 1000);
    return { type: 'AlertFailed', data: { v: 1, channel, at: this.at(), error, attempt, retryable: outcome.retryable } };
  }

  private event({ stream, version }: Unsent, event: AlertEvent): { stream: string; expected: number; events: NewEvent[] } {
    return { stream, expected: version, events: [{ id: alertEventId(stream, version + 1), ...event }] };
  }

  private async append(appends: readonly { stream: string; expected: number; events: NewEvent[] }[]): Promise<void> {
    try {
      if (appends.length > 0) await this.context.store.appendMany(appends);
    } catch (error) {
      if (!(error instanceof WrongVersion)) throw error;
      // Another sender recorded some of them; the next round reads the log on, and the channel drops repeats.
    }
  }

  private at(): string {
    return this.context.clock.now().toISOString();
  }

  private now(): Now {
    return { ms: this.context.time.nowMs(), wallMs: this.context.clock.now().getTime() };
  }
}

/** A channel that says nothing has not delivered; it may have it all the same, and drops the repeat or its receivers do. */
async function withinTime(delivery: Promise<Delivered | NotDelivered>): Promise<Delivered | NotDelivered> {
  const { promise: silence, resolve } = Promise.withResolvers<NotDelivered>();
  const error = `no answer within ${DELIVERY_MS_MAX / 1000} s`;
  const timer = setTimeout(() => resolve({ delivered: false, error, retryable: true }), DELIVERY_MS_MAX);
  try {
    return await Promise.race([delivery, silence]);
  } finally {
    clearTimeout(timer);
  }
}
