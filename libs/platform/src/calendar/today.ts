import type { EventStore } from '#libs/event-store';
import { lastDay } from './last-day.js';
import { londonDate } from './london.js';

/** What the day is known from. */
export interface DaySources {
  readonly events: EventStore;
  readonly clock: { now(): Date };
  /** A person has confirmed the clock up to this day. */
  readonly confirmed: string | null;
}

/**
 * The day in London: by the clock, and no later than the last day that has begun by the log, unless a person has
 * confirmed the clock. So a clock that has jumped makes no date that outranks later ones.
 */
export async function today({ events, clock, confirmed }: DaySources): Promise<string> {
  const byClock = londonDate(clock.now());
  if (confirmed !== null && byClock <= confirmed) return byClock;
  const { date } = await lastDay(events);
  return date !== undefined && date < byClock ? date : byClock;
}
