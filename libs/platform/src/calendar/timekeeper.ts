import { v5 } from 'uuid';
import { EventStore, type NewEvent, WrongVersion } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { CALENDAR_STREAM, dayBegan, type DayBegan, daysToBegin } from '../domain/calendar.js';
import { londonDate } from './london.js';

const NAMESPACE = '0f6f3a6e-5c1e-4c57-8f0b-6d2f7a1c9e44';
const TICK_MS = 30_000;
const DAYS_AT_ONCE = 500;

/** Appends each new day to the calendar, and after a stop every missed day in turn. */
export class Timekeeper {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  /** Why the last attempt failed; shown in health, and tried again at the next. */
  failing: string | null = null;

  constructor(
    private readonly events: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Begins today now, and looks again twice a minute. */
  async start(): Promise<void> {
    await this.beginDays();
    this.timer = setInterval(() => (this.ticking = this.ticking.then(() => this.tick())), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
  }

  /** Appends the days that have begun since the last one in the log. */
  async beginDays(): Promise<void> {
    const [version = 0] = await this.events.versions([CALENDAR_STREAM]);
    const last = version === 0 ? undefined : (await this.events.read({ stream: CALENDAR_STREAM, after: version - 1 })).at(-1);
    const days = daysToBegin((last?.data as DayBegan['data'] | undefined)?.date, londonDate(this.clock.now()));
    for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
      if (!(await this.append(version + i, days.slice(i, i + DAYS_AT_ONCE).map(asEvent)))) return;
    }
  }

  /** False when another timekeeper was quicker: then the days are in the log already. */
  private async append(expected: number, events: readonly NewEvent[]): Promise<boolean> {
    try {
      await this.events.append(CALENDAR_STREAM, expected, events);
      return true;
    } catch (error) {
      if (error instanceof WrongVersion) return false;
      throw error;
    }
  }

  private async tick(): Promise<void> {
    try {
      await this.beginDays();
      this.failing = null;
    } catch (error) {
      this.failing = error instanceof Error ? error.message : String(error);
    }
  }
}

const asEvent = (date: string): NewEvent => ({ id: v5(date, NAMESPACE), ...dayBegan(date) });
