import { addMonths, endOf, periodFromKey } from '#libs/kernel';

const USUAL_MONTHS_MAX = 12;

/** The note on figures that were released before their period began: such a date is a slip, and puts them behind all others. */
export function earlyReleaseNote(released: string, periods: readonly string[]): { code: string; detail: string } | undefined {
  const last = periods
    .map((key) => periodFromKey(key).start)
    .sort()
    .at(-1);
  if (last === undefined || last <= released) return undefined;
  return {
    code: 'released-before-period',
    detail: `The release date is ${released}, yet figures are of a period that begins on ${last}. If the date is wrong, withdraw this and push it with the right one.`,
  };
}

/**
 * A release date that nobody stated is the day of receipt, which is seldom so for figures that are over a year old:
 * as the latest release they would outrank those released since. The note that says so; undefined where it is likely.
 */
export function assumedReleaseNote(released: string, periods: readonly string[]): { code: string; detail: string } | undefined {
  const ends = periods.map((key) => endOf(periodFromKey(key))).sort();
  const latest = ends.at(-1);
  if (latest === undefined || addMonths(latest, USUAL_MONTHS_MAX) >= released) return undefined;
  return {
    code: 'release-date-assumed',
    detail:
      `No release date was given, so it is the day of receipt, ${released}; yet the latest figures end before ${latest}. ` +
      'Unless they were published today, withdraw this and push it with the date of their publication (--released).',
  };
}
