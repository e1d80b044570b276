import { atLine, type Kind } from './kind.js';

/** No area may be worse than so many times the national figure of the same period. */
export const multipleOfNational: Kind = (question) => {
  const { multiple } = question.element;
  const national = question.comparator?.value ?? null;
  if (multiple === undefined) return { reason: 'kind-not-judged' };
  return national === null ? { reason: 'no-comparator' } : atLine(question, multiple * national);
};
