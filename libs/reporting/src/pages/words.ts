import type { Cause, Certainty, Outcome } from '#libs/assessment';
import type { Indicator, Theme } from '#libs/catalogue';

/** A colour and its word: the colour never stands alone. */
export interface Tag {
  readonly text: string;
  readonly classes: string;
}

const OUTCOMES: Readonly<Record<Outcome, Tag>> = {
  met: { text: 'Met', classes: 'govuk-tag--green' },
  'on-course': { text: 'On course', classes: 'govuk-tag--teal' },
  'off-course': { text: 'Off course', classes: 'govuk-tag--yellow' },
  breach: { text: 'Breach', classes: 'govuk-tag--red' },
  'not-judged': { text: 'Not judged', classes: 'govuk-tag--grey' },
};

/** The outcome as a tag. */
export const outcomeTag = (outcome: Outcome): Tag => OUTCOMES[outcome];

/** From the worst to the one that says least: what a summary shows first. */
export const WORST_FIRST: readonly Outcome[] = ['breach', 'off-course', 'on-course', 'met', 'not-judged'];

const REASONS: Readonly<Record<string, string>> = {
  missing: 'no figure',
  suppressed: 'figure suppressed',
  partial: 'parts of the figure are missing',
  dropped: 'figure no longer published',
  'input-parked': 'its figures are being repaired',
  'no-comparator': 'no figure to compare with',
  'no-baseline': 'no baseline figure',
  'not-comparable': 'figures not comparable',
  'period-not-ended': 'the period has not ended',
  'no-polarity': 'the target does not say which way is better',
  'kind-not-judged': 'targets of this kind are not judged yet',
};

/** Why an area was not judged. */
export const reasonWords = (reason: string | null): string =>
  reason === null ? 'not judged' : (REASONS[reason] ?? reason.replaceAll('-', ' '));

const CAUSES: Readonly<Record<Cause, string>> = {
  first: 'First judgement',
  'own-figure': 'Its own figure changed',
  comparator: 'The figure it is compared with changed',
  'target-version': 'The target changed',
  method: 'The method changed',
  boundary: 'Boundaries changed',
  date: 'A date passed',
  none: '–',
};

/** Why a judgement differs from the one before it. */
export const causeWords = (cause: Cause): string => CAUSES[cause] ?? '–';

const STATES: Readonly<Record<string, string>> = {
  suspected: 'Suspected',
  confirmed: 'Confirmed',
  recovering: 'Recovering: better, but it could be chance',
  cleared: 'Cleared',
  withdrawn: 'Withdrawn: a revision showed there was none',
  superseded: 'Ended: the target or the area changed',
};

/** How a breach stands. */
export const stateWords = (state: string): string => STATES[state] ?? state;

/** How sure a colour is, or why there is none. */
export function certaintyWords(outcome: Outcome, certainty: Certainty, reason: string | null): string {
  if (outcome === 'not-judged') return reasonWords(reason);
  return certainty === 'point' ? 'could be chance' : 'certain';
}

const THEME_NAMES: Readonly<Record<Theme, string>> = {
  worklessness: 'Worklessness',
  crime: 'Crime',
  skills: 'Skills',
  health: 'Health',
  housing: 'Housing',
  'physical-environment': 'Physical environment',
};

/** A theme as a heading has it. */
export const themeName = (theme: string): string => THEME_NAMES[theme as Theme] ?? theme;

/** A number with this many decimals and a comma at the thousands; a dash where there is none. */
export function numberText(value: number | null, decimals: number): string {
  if (value === null) return '–';
  return value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** How far from the line, in words: the sign alone does not say which way is good. */
export function distanceText(distance: number | null, decimals: number): string {
  if (distance === null) return '–';
  if (distance === 0) return 'on the line';
  return `${numberText(Math.abs(distance), decimals)} ${distance > 0 ? 'better' : 'worse'}`;
}

/** What the numbers are in. */
export function unitText(indicator: Indicator | undefined): string {
  if (indicator?.unit) return indicator.unit;
  if (indicator?.measure === 'rate') return `per ${indicator.per.toLocaleString('en-GB')}`;
  return indicator?.measure === 'proportion' && indicator.per === 100 ? 'per cent' : (indicator?.measure ?? '');
}

/** A name and its unit, which many names hold already. */
export const withUnit = (name: string, unit: string): string => (unit === '' || name.includes(unit) ? name : `${name}, ${unit}`);

/** The months by name. */
export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A date as people write it: 1 May 2004. */
export function dateText(date: string | null): string {
  if (date === null) return '–';
  return `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(0, 4)}`;
}

/** How old a period is, from its end (the day after its last) to today. */
export function ageText(periodEnd: string, today: string): string {
  const monthsOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  const months = monthsOf(today) - monthsOf(periodEnd) - (today.slice(8) < periodEnd.slice(8) ? 1 : 0);
  if (months < 0) return 'not over yet';
  if (months < 1) return 'under a month';
  if (months < 24) return months === 1 ? '1 month' : `${months} months`;
  return `${Math.floor(months / 12)} years`;
}

/** `1 breach`, `2 breaches`. */
export const countText = (n: number, one: string, many: string): string => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`;
