import { isDate, nextDay, Refusal } from '#libs/kernel';
import type { Cut } from '#libs/figures';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const POSITION = /^pos:([0-9A-Za-z._:-]{1,100})$/;

const LONDON = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });

/** The last millisecond of the date in London: summer time ends the day an hour earlier than Greenwich does. */
export function endOfDay(date: string): string {
  const midnight = new Date(`${nextDay(date)}T00:00:00.000Z`).getTime();
  const ahead = Number(LONDON.format(midnight)); // What London's clocks show at midnight in Greenwich: 0, or 1 in summer.
  return new Date(midnight - ahead * 3_600_000 - 1).toISOString();
}

/** Reads `asOf`: an RFC 3339 moment, a bare date (the end of that day), or `pos:<position>`. */
export function parseAsOf(text: string): Pick<Cut, 'moment' | 'position'> | Refusal {
  const position = POSITION.exec(text)?.[1];
  if (position !== undefined) return { position };
  if (isDate(text)) return { moment: endOfDay(text) };
  const moment = MOMENT.test(text) && isDate(text.slice(0, 10)) ? new Date(text) : undefined;
  if (moment !== undefined && !Number.isNaN(moment.getTime())) return { moment: moment.toISOString() };
  return new Refusal(
    'unreadable-moment',
    'asOf is a moment such as 2004-05-01T12:00:00Z (a "+" is written %2B), a date such as 2004-05-01, or pos: and a position.',
  );
}

/** Reads `releasedBy`: a date. */
export function parseReleasedBy(text: string): string | Refusal {
  return isDate(text) ? text : new Refusal('unreadable-date', 'releasedBy is a date such as 2004-05-01.');
}
