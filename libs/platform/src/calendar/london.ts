const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The date in London at this moment, as YYYY-MM-DD; throws a RangeError where there is none. */
export function londonDate(moment: Date): string {
  const parts = Object.fromEntries(LONDON.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts['year']!.padStart(4, '0')}-${parts['month']}-${parts['day']}`;
}
