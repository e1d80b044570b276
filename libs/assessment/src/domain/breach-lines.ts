import type { Judgement } from './types.js';

/** On what ground a breach is confirmed. */
export type Ground = '99.8' | 'two-periods' | 'margin';

/** An element says nothing of the area's latest figure where there is no value; a figure then exists or not. */
export const isJudged = (j: Judgement): boolean => j.outcome !== 'not-judged';

const isGood = ({ outcome }: Judgement): boolean => outcome === 'met' || outcome === 'on-course';

const isCertain = ({ certainty }: Judgement): boolean => certainty !== 'point';

const hasLimits = ({ lower, upper }: Judgement): boolean => lower !== null || upper !== null;

/** A later period ends later; of two that end together the shorter is the later. */
export function endsLater(a: Judgement, b: Pick<Judgement, 'periodStart' | 'periodEnd'>): boolean {
  return a.periodEnd > b.periodEnd || (a.periodEnd === b.periodEnd && a.periodStart > b.periodStart);
}

/**
 * The line for entering: on what ground this breach is confirmed, given the judgements before it (earlier first);
 * null while it is only suspected. Without a margin nothing is confirmed without limits.
 */
export function confirmedBy(latest: Judgement, before: readonly Judgement[], margin: number | null): Ground | null {
  if (latest.certainty === '99.8') return '99.8';
  if (!hasLimits(latest)) return margin !== null && latest.status === 'final' && -latest.distance! > margin ? 'margin' : null;
  // Successive of what was published: a year that nobody stated lies between no two periods.
  const previous = before.findLast((j) => isJudged(j) && j.periodEnd <= latest.periodStart);
  const twice = isCertain(latest) && previous?.outcome === 'breach' && isCertain(previous);
  return twice ? 'two-periods' : null;
}

/** How a period that is no breach bears on an open episode. */
export type Leaving = 'cleared' | 'recovering' | null;

/**
 * The line for leaving, which is another one so that nothing flaps: cleared when certain at 95, when the period before was
 * good as well (and lies within the episode), or without limits by a final figure beyond the margin; else recovering.
 */
export function leavingBy(latest: Judgement, since: readonly Judgement[], margin: number | null): Leaving {
  if (!isGood(latest)) return null;
  if (hasLimits(latest) && isCertain(latest)) return 'cleared';
  if (!hasLimits(latest) && margin !== null && latest.status === 'final' && latest.distance! > margin) return 'cleared';
  const previous = since.at(-1);
  return previous && isGood(previous) ? 'cleared' : 'recovering';
}

/**
 * Whether a period still bears the episode out, as best known now: in breach, or hidden (suppressed, partial, without its
 * comparator), for what is hidden proves nothing. What nobody states any more bears nothing out, nor does a figure of the future.
 */
export function bearsOut(j: Judgement): boolean {
  return j.outcome === 'breach' || (!isJudged(j) && j.status !== null && j.reason !== 'period-not-ended');
}
