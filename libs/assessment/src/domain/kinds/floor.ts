import { atLine, type Kind } from './kind.js';

/** No area may be on the wrong side of the floor, in any period. */
export const floor: Kind = (question) => {
  const { floor: line } = question.element;
  return line === undefined ? { reason: 'kind-not-judged' } : atLine(question, line);
};
