import type { INestApplicationContext } from '@nestjs/common';
import { EventFeed, type Lag } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { ReadModelsDamaged } from '#libs/read-store';
import { Config } from '../config/config.js';
import { type ClockTerms, Timekeeper } from '../calendar/timekeeper.js';
import { readModelsDamaged } from '../health/damage-watch.js';
import { type HealthIssue, HealthIssues } from '../health/health-issues.js';
import { FeedReaders } from '../stores/feed-readers.js';
import type { FeedReport } from '../health/feed-state.js';
import { ThreadHandlers } from './thread-calls.js';

/** The job by which others learn how the readers stand. */
export const FEED_STATE = 'feed-state';
/** The job by which a reader is rebuilt from the log: `{reader}`, or all when none is named. */
export const REBUILD = 'rebuild';

/** The feed and the calendar of one thread, from their start to their end. */
export class ReadersAtWork {
  private readonly feed: EventFeed;
  private readonly timekeeper: Timekeeper;

  constructor(private readonly app: INestApplicationContext) {
    this.feed = app.get(EventFeed);
    this.timekeeper = new Timekeeper(app.get(EventStore), app.get(Clock), termsOf(app.get(Config)));
  }

  /** Starts once every module has added its readers. */
  async start(): Promise<void> {
    const handlers = this.app.get(ThreadHandlers);
    handlers.on(FEED_STATE, () => this.state());
    handlers.on(REBUILD, (asked) => this.rebuild((asked as { reader?: string }).reader));
    await this.timekeeper.start();
    await this.feed.start(this.app.get(FeedReaders).all());
  }

  async stop(): Promise<void> {
    await this.timekeeper.stop();
    await this.feed.stop();
  }

  private async rebuild(reader: string | undefined): Promise<{ readers: string[] } | Refusal> {
    const names = (await this.feed.lags()).map((lag) => lag.reader);
    if (reader !== undefined && !names.includes(reader)) return noSuchReader(reader, names);
    await this.feed.rebuild(reader);
    return { readers: reader === undefined ? names : [reader] };
  }

  private async state(): Promise<FeedReport> {
    const { failing } = this.timekeeper;
    const troubles = failing === null ? [] : [`The calendar does not move on: ${failing}`];
    const { readers, damage } = await this.lags();
    return { readers, troubles, issues: [...this.app.get(HealthIssues).all(), ...this.timekeeper.issues(), ...damage] };
  }

  /** Read models that can no longer be read do not say how far they are; that they are damaged is the answer. */
  private async lags(): Promise<{ readers: readonly Lag[]; damage: readonly HealthIssue[] }> {
    try {
      return { readers: await this.feed.lags(), damage: [] };
    } catch (error) {
      if (!(error instanceof ReadModelsDamaged)) throw error;
      return { readers: [], damage: [readModelsDamaged(error.message)] };
    }
  }
}

const noSuchReader = (reader: string, names: readonly string[]): Refusal =>
  new Refusal('no-such-reader', `There is no projection called ${reader}; there are ${names.join(', ')}.`);

/** On servers the log is written by the clocks of several machines, which may differ; alone, ours wrote all of it. */
function termsOf({ stores, clockConfirmed }: Config): ClockTerms {
  return { monotonicMs: () => performance.now(), toleranceMs: stores === 'servers' ? 2 * 3_600_000 : 60_000, confirmed: clockConfirmed };
}
