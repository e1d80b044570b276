import { addMonths, endOf, periodFromKey } from '#libs/kernel';

const USUAL_MONTHS_MAX = 12;

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
