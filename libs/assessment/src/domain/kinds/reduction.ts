import { expectedAt } from '../trajectory.js';
import { type Kind, onTheWay } from './kind.js';

/**
 * To be cut by so many per cent of the baseline by the end; where higher is better, to be raised by as many.
 * Without an end every period is on or off course against the whole cut.
 */
export const reduction: Kind = (question) => {
  const { element, baseline, sign, until, milestones } = question;
  if (element.percent === undefined) return { reason: 'kind-not-judged' };
  if (baseline === null) return { reason: 'no-baseline' };
  const target = baseline.value * (1 + (sign * element.percent) / 100);
  const journey = until && { baseline: baseline.value, target, from: baseline.period, until };
  return onTheWay(
    question,
    target,
    journey ? expectedAt(journey, element.trajectory ?? { shape: 'linear' }, question.period, milestones) : target,
  );
};
