import { v5 } from 'uuid';
import { EventStore, type NewEvent, WrongVersion } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { CALENDAR_STREAM, dayBegan, daysToBegin } from '../domain/calendar.js';
import { clockAfter, clockAtStart, type ClockState, isBehind, type Reading } from '../domain/clock-watch.js';
import type { HealthIssue } from '../health/health-issues.js';
import { lastDay } from './last-day.js';
import { londonDate } from './london.js';

const NAMESPACE = '0f6f3a6e-5c1e-4c57-8f0b-6d2f7a1c9e44';
const TICK_MS = 30_000;
const DAYS_AT_ONCE = 500;

/** The clock lies before what the log holds already; the message says what to do. */
export class ClockBehind extends Error {
  constructor(now: string, last: string) {
    super(
      `The clock of this machine says ${now}, but the last event of the log was recorded at ${last}. Set the clock right and start again; ` +
        `if it is right, and was wrong when that event was recorded, start with FLOOR_CLOCK_CONFIRMED=${now.slice(0, 10)}.`,
    );
    this.name = 'ClockBehind';
  }
}

/** How the timekeeper judges the wall clock. */
export interface ClockTerms {
  readonly monotonicMs: () => number;
  /** By how much the clocks of those who write the log may differ. */
  readonly toleranceMs: number;
  /** A person has confirmed the clock up to this day. */
  readonly confirmed: string | null;
}

const TERMS: ClockTerms = { monotonicMs: () => performance.now(), toleranceMs: 60_000, confirmed: null };

/** Appends each new day to the calendar, and after a stop every missed day in turn. */
export class Timekeeper {
  private timer: NodeJS.Timeout | undefined;
  private ticking: Promise<void> = Promise.resolve();
  /** Why the last attempt failed; shown in health, and tried again at the next. */
  failing: string | null = null;
  private watch: ClockState | undefined;

  constructor(
    private readonly events: EventStore,
    private readonly clock: Clock,
    private readonly terms: ClockTerms = TERMS,
  ) {}

  /** Begins today now, and looks again twice a minute. Throws ClockBehind. */
  async start(): Promise<void> {
    const last = await this.events.lastRecordedAt();
    const lastMs = last === null ? null : Date.parse(last);
    const now = this.reading();
    if (!this.isConfirmed() && isBehind(now.wallMs, lastMs, this.terms.toleranceMs))
      throw new ClockBehind(new Date(now.wallMs).toISOString(), last!);
    this.watch = clockAtStart(now, lastMs);
    await this.beginDays();
    this.timer = setInterval(() => (this.ticking = this.ticking.then(() => this.tick())), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.ticking;
  }

  /** Appends the days that have begun since the last one in the log. */
  async beginDays(): Promise<void> {
    if (this.watch) this.watch = clockAfter(this.watch, this.reading());
    if (!this.isTrusted()) return;
    const { version, date } = await lastDay(this.events);
    const days = daysToBegin(date, londonDate(this.clock.now()));
    for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
      if (!(await this.append(version + i, days.slice(i, i + DAYS_AT_ONCE).map(asEvent)))) return;
    }
  }

  /** What of the clock a person must look at. */
  issues(): HealthIssue[] {
    if (this.isTrusted()) return [];
    const { offMs } = this.watch!;
    const days = Math.abs(offMs) / 86_400_000;
    const far = days >= 2 ? `${Math.round(days)} days` : `${Math.round(Math.abs(offMs) / 60_000)} minutes`;
    const today = londonDate(this.clock.now());
    const text =
      `The clock of this machine has jumped ${offMs > 0 ? 'forward' : 'back'} by ${far} and says ${today}. No day begins until that is confirmed. ` +
      `Set the clock right; if it is right, start again with FLOOR_CLOCK_CONFIRMED=${today}.`;
    return [{ severity: 'degraded', code: 'clock-jumped', text }];
  }

  private isTrusted(): boolean {
    return (this.watch?.offMs ?? 0) === 0 || this.isConfirmed();
  }

  private isConfirmed(): boolean {
    const { confirmed } = this.terms;
    return confirmed !== null && londonDate(this.clock.now()) <= confirmed;
  }

  private reading(): Reading {
    return { wallMs: this.clock.now().getTime(), monotonicMs: this.terms.monotonicMs() };
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
