import { expectedAt } from '../trajectory.js';
import { type Kind, onTheWay } from './kind.js';

/** To be reached by the end. The baseline is needed for the way there alone, not at the end. */
export const level: Kind = (question) => {
  const { element, baseline, until, milestones } = question;
  const { level: target, trajectory = { shape: 'linear' } } = element;
  if (target === undefined) return { reason: 'kind-not-judged' };
  if (until === null) return onTheWay(question, target, target);
  if (baseline === null) return onTheWay(question, target, null);
  const journey = { baseline: baseline.value, target, from: baseline.period, until };
  return onTheWay(question, target, expectedAt(journey, trajectory, question.period, milestones));
};
