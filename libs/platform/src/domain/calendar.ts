import { nextDay } from '#libs/kernel';

/** The stream of days; its version is the number of days so far. */
export const CALENDAR_STREAM = 'calendar';

/** A day has begun in London: how time enters the log. A storage format. */
export interface DayBegan {
  readonly type: 'DayBegan';
  readonly data: { readonly v: 1; readonly date: string };
}

/** The days still to be begun, oldest first: every missed one in turn, and the first start begins with today. */
export function daysToBegin(lastBegun: string | undefined, today: string): string[] {
  if (lastBegun === undefined) return [today];
  const days: string[] = [];
  for (let date = nextDay(lastBegun); date <= today; date = nextDay(date)) days.push(date);
  return days; // A clock that went back begins nothing: what has begun stays begun.
}

/** The news that a day has begun. */
export const dayBegan = (date: string): DayBegan => ({ type: 'DayBegan', data: { v: 1, date } });
