import type { EventStore } from '#libs/event-store';
import { CALENDAR_STREAM, type DayBegan } from '../domain/calendar.js';

/** The version of the calendar and the last day that has begun by it; undefined before the first. */
export async function lastDay(events: EventStore): Promise<{ readonly version: number; readonly date: string | undefined }> {
  const [version = 0] = await events.versions([CALENDAR_STREAM]);
  const last = version === 0 ? undefined : (await events.read({ stream: CALENDAR_STREAM, after: version - 1 })).at(-1);
  return { version, date: (last?.data as DayBegan['data'] | undefined)?.date };
}
