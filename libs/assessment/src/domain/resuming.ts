import { endsLater, isJudged } from './breach-lines.js';
import type { Judgement } from './types.js';

/** How an episode ended. */
export interface End {
  readonly as: 'cleared' | 'withdrawn' | 'superseded';
  /** The judgement of its last step. */
  readonly by: Judgement;
}

/** What is known now of the periods of an episode that has ended. */
export interface Ended {
  readonly end: End;
  readonly opened: Judgement;
  /** Of the element in the area as best known now, earlier first: at least from the opening period on. */
  readonly judgements: readonly Judgement[];
  /** Whether the latest judged period may open an episode of its own. */
  readonly isNews: boolean;
}

/**
 * Whether what ended an episode stands no more, now that the latest judged period is a breach: then the same episode goes on,
 * however old its figures are, and no one is alerted twice of it.
 *
 * Cleared: the period that cleared it is gone or is a breach itself, so that no later one is known. Withdrawn or superseded: its
 * opening period is a breach again, and so is each that was judged since; what has been published while the element did not
 * judge the area is an episode of its own.
 */
export function isResumed(latest: Judgement, { end, opened, judgements, isNews }: Ended): boolean {
  if (opened.indicator !== latest.indicator) return false;
  if (end.as === 'cleared') return !endsLater(latest, end.by);
  if (end.as === 'superseded' && isNews && endsLater(latest, opened)) return false;
  const since = judgements.filter((j) => isJudged(j) && !endsLater(opened, j));
  return since.some((j) => isSamePeriod(j, opened)) && since.every(({ outcome }) => outcome === 'breach');
}

/** Whether two judgements are of one period. */
export const isSamePeriod = (a: Judgement, b: Judgement): boolean => a.periodStart === b.periodStart && a.periodEnd === b.periodEnd;
