import type { Cause, Judgement } from './types.js';

/** What kind of event made an area be judged again. */
export type Occasion = 'figures' | 'targets' | 'indicators' | 'areas' | 'day';

const NUMBERS = ['value', 'lower', 'upper', 'level', 'status'] as const;
const RESULT = ['outcome', 'certainty', 'reason', 'floor', 'expected', 'distance', 'targetVersion'] as const;

/** Whether two judgements of the same cell say the same, whenever and why ever they came to be. */
export function sameJudgement(a: Judgement, b: Judgement): boolean {
  return [...NUMBERS, ...RESULT].every((field) => a[field] === b[field]) && a.comparator?.value === b.comparator?.value;
}

/** Why a judgement differs from the one before it; the nearest reason where there are several. */
export function causeOf(before: Judgement | undefined, now: Judgement, occasion: Occasion): Cause {
  if (!before) return 'first';
  if (sameJudgement(before, now)) return before.cause;
  if (before.targetVersion !== now.targetVersion) return 'target-version';
  if (NUMBERS.some((field) => before[field] !== now[field])) return OF_NUMBERS[occasion];
  if (before.comparator?.value !== now.comparator?.value) return 'comparator';
  const uncomparable = [before, now].some(({ reason }) => reason === 'not-comparable');
  return uncomparable ? 'boundary' : OF_RESULT[occasion];
}

/** Where the area's own numbers changed. */
const OF_NUMBERS: Readonly<Record<Occasion, Cause>> = {
  figures: 'own-figure',
  targets: 'own-figure',
  indicators: 'method',
  areas: 'boundary',
  day: 'date',
};

/** Where only what was made of the numbers changed: by figures, when what was set aside is judged again. */
const OF_RESULT: Readonly<Record<Occasion, Cause>> = {
  figures: 'own-figure',
  targets: 'method',
  indicators: 'method',
  areas: 'boundary',
  day: 'date',
};
