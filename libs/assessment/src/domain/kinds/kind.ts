import type { Element } from '#libs/catalogue';
import { type Period, twelveDigits } from '#libs/kernel';
import type { Milestone } from '../trajectory.js';
import type { Outcome } from '../types.js';

/** What a kind needs to judge one value of one area in one period. */
export interface Question {
  readonly element: Element;
  readonly value: number;
  /** 1 where higher is better, -1 where lower is. */
  readonly sign: 1 | -1;
  readonly period: Period;
  /** Whether no later period can still be judged: the element's end. */
  readonly last: boolean;
  readonly comparator: { readonly area: string; readonly value: number | null } | null;
  /** Frozen; null when not known. */
  readonly baseline: { readonly period: Period; readonly value: number } | null;
  readonly until: Period | null;
  readonly milestones: readonly Milestone[];
}

/** What a kind says, or why it cannot. */
export type Answer = Judged | { readonly reason: string };

export interface Judged {
  readonly outcome: Exclude<Outcome, 'not-judged'>;
  readonly line: number;
  readonly expected: number | null;
  /** Positive is good. */
  readonly distance: number;
}

/** One way of judging. */
export type Kind = (question: Question) => Answer;

/** Met or breach at a line; equality is met, and float noise is no difference. */
export function atLine({ value, sign }: Pick<Question, 'value' | 'sign'>, exact: number): Judged {
  const line = twelveDigits(exact);
  const distance = twelveDigits(sign * (value - line));
  return { outcome: distance >= 0 ? 'met' : 'breach', line, expected: null, distance };
}

/** Met or breach at the end, on or off course before it. */
export function onTheWay(question: Question, target: number, expected: number | null): Answer {
  if (question.last) return { ...atLine(question, target), expected: twelveDigits(target) };
  if (expected === null) return { reason: 'no-baseline' };
  const judged = atLine(question, expected);
  return { ...judged, outcome: judged.outcome === 'met' ? 'on-course' : 'off-course', expected: judged.line };
}
