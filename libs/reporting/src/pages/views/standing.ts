import type { AreaJudgement, Judgement, Outcome } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { periodWords } from '../period-words.js';
import { certaintyWords, reasonWords } from '../words.js';

/** How an area stands by an element, in words. */
export interface Standing {
  readonly outcome: Outcome;
  /** How sure the colour is; or since when, and why, it was not judged again. */
  readonly note: string;
}

/** The latest judgement with its past. */
export type Latest = Pick<AreaJudgement, 'judgement' | 'lastJudged' | 'recent'>;

/**
 * A breach stays a breach until something ends it: a later period that could not be judged does not, and is said. A period
 * that has not ended takes nothing from the one before it.
 */
export function standingWords({ judgement, lastJudged, recent }: Latest, catalogue: CatalogueView): Standing {
  const { outcome, certainty, reason } = judgement;
  const last = lastJudged ?? recent.findLast((one) => one.outcome !== 'not-judged');
  if (outcome !== 'not-judged' || last === undefined) return { outcome, note: certaintyWords(outcome, certainty, reason) };
  if (reason === 'period-not-ended') return { outcome: last.outcome, note: certaintyWords(last.outcome, last.certainty, null) };
  if (last.outcome !== 'breach') return { outcome, note: certaintyWords(outcome, certainty, reason) };
  const period = periodWords(last.period, catalogue.indicator(judgement.indicator)?.frequency);
  return { outcome: 'breach', note: `not judged since ${period}: ${whyNot(judgement, catalogue)}` };
}

function whyNot({ reason, comparator }: Judgement, catalogue: CatalogueView): string {
  const name = comparator && catalogue.area(comparator.area)?.name;
  return reason === 'no-comparator' && name ? `no ${name} figure` : reasonWords(reason);
}
