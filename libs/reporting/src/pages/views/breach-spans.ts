import type { Judgement } from '#libs/assessment';
import { isOpen } from '../../domain/open-breaches.js';
import type { NamedStory } from '../../named-story.js';

/** The first period of a breach and the last one in which its line was missed. */
export interface MissedPeriods {
  readonly first: string;
  readonly last: string;
}

/**
 * The periods that a breach spans: while it is open to the latest missed one, and once ended to the last missed one before the
 * period that ended it, which it does not cover.
 */
export function missedPeriods(story: NamedStory, history: readonly Judgement[]): MissedPeriods {
  const { firstPeriod, firstPeriodStart, lastPeriod, steps, target, element, state } = story;
  const own = history.filter((j) => j.target === target && j.element === element);
  const endedBy = isOpen(story) ? undefined : own.find(({ period }) => period === steps.at(-1)?.period);
  const missed = own.filter(
    (j) =>
      j.outcome === 'breach' &&
      j.periodStart >= firstPeriodStart &&
      (state !== 'cleared' || !endedBy || j.periodStart < endedBy.periodStart),
  );
  const last = missed.reduce<Judgement | undefined>((latest, j) => (latest && latest.periodEnd >= j.periodEnd ? latest : j), undefined);
  return { first: firstPeriod, last: last?.period ?? lastPeriod };
}
