import type { Indicator } from '#libs/catalogue';
import type { Figure, Known } from '#libs/figures';
import { certaintyOf } from './certainty.js';
import type { JudgedPeriod } from './element-periods.js';
import { KINDS } from './kinds/index.js';
import type { Answer, Judged, Question } from './kinds/kind.js';
import { hasEnded } from './opening.js';
import { type LimitsAt, limitsOf } from './limits.js';
import type { Judgement } from './types.js';

/** Everything that one judgement rests on, all of it at one cut of the log. */
export interface Evidence {
  readonly target: string;
  readonly theme: string;
  readonly at: JudgedPeriod;
  readonly indicator: Indicator;
  readonly area: string;
  /** The area's figure; undefined when nothing is stated. */
  readonly known: Known | undefined;
  /** The national figure of the same period, for the kinds that compare. */
  readonly comparator: Known | undefined;
  /** The frozen baseline value. */
  readonly baseline: number | null;
  /** False where the area's code has ended and no recode leads on. */
  readonly comparable: boolean;
  /** The trigger's date in London. */
  readonly date: string;
  /** Of the cut. */
  readonly position: string;
}

/** What an element says of an area in a period. The cause is for whoever knows the judgement before. */
export function judge(evidence: Evidence): Judgement {
  const { known, at, indicator, area } = evidence;
  const answer = answerTo(evidence);
  const limits = known ? limitsOf(known.figure, indicator) : [];
  return {
    target: evidence.target,
    element: at.definition.element.code,
    theme: evidence.theme,
    indicator: indicator.code,
    area,
    period: at.text,
    periodStart: at.period.start,
    periodEnd: at.end,
    ...('outcome' in answer ? said(answer, limits) : unsaid(answer.reason)),
    ...shown(known, limits),
    comparator: comparatorOf(evidence),
    cause: 'none',
    targetVersion: at.definition.targetVersion,
    position: evidence.position,
  };
}

type Said = Pick<Judgement, 'outcome' | 'certainty' | 'reason' | 'floor' | 'expected' | 'distance'>;

function said({ outcome, line, expected, distance }: Judged, limits: readonly LimitsAt[]): Said {
  return { outcome, certainty: certaintyOf(limits, line), reason: null, floor: line, expected, distance };
}

function unsaid(reason: string): Said {
  return { outcome: 'not-judged', certainty: 'point', reason, floor: null, expected: null, distance: null };
}

function shown(known: Known | undefined, limits: readonly LimitsAt[]): Pick<Judgement, 'value' | 'lower' | 'upper' | 'level' | 'status'> {
  const { lower, upper, level } = limits[0] ?? { lower: null, upper: null, level: null };
  return { value: known?.figure.value ?? null, lower, upper, level, status: known?.figure.status ?? null };
}

function answerTo(evidence: Evidence): Answer {
  const { known } = evidence;
  const { element } = evidence.at.definition;
  const kind = KINDS[element.kind];
  if (!kind) return { reason: 'kind-not-judged' };
  if (element.polarity === 'none') return { reason: 'no-polarity' };
  if (!known) return { reason: evidence.comparable ? 'missing' : 'not-comparable' };
  if (!hasEnded(evidence.at.end, evidence.indicator, evidence.date)) return { reason: 'period-not-ended' };
  const { value } = known.figure;
  return value === null ? { reason: reasonOf(known) } : inRange(kind(questionOf(evidence, value)));
}

/** A line or a distance that no number holds, of figures that are huge themselves, judges nothing. */
function inRange(answer: Answer): Answer {
  if (!('outcome' in answer)) return answer;
  const numbers = [answer.line, answer.distance, answer.expected ?? 0];
  return numbers.every(Number.isFinite) ? answer : { reason: 'out-of-range' };
}

function questionOf(evidence: Evidence, value: number): Question {
  const { definition, period, last } = evidence.at;
  const { element, baseline, until, milestones } = definition;
  return {
    element,
    value,
    sign: element.polarity === 'higher' ? 1 : -1,
    period,
    last,
    comparator: comparatorOf(evidence),
    baseline: baseline && evidence.baseline !== null ? { period: baseline, value: evidence.baseline } : null,
    until,
    milestones,
  };
}

function comparatorOf({ at, comparator }: Evidence): Judgement['comparator'] {
  const { national } = at.definition.element;
  return national === undefined ? null : { area: national, value: comparator?.figure.value ?? null };
}

/** Why there is no value: a sum that lacks parts is partial, whatever it is that they lack. */
function reasonOf({ figure, derivedFrom }: Known): string {
  if (figure.reason === 'dropped' || figure.reason === 'out-of-range') return figure.reason;
  if (figure.reason === 'partial' || (derivedFrom && lacksParts(derivedFrom, figure))) return 'partial';
  return figure.status === 'suppressed' ? 'suppressed' : 'missing';
}

function lacksParts({ rule, parts, needed }: NonNullable<Known['derivedFrom']>, { status }: Figure): boolean {
  return rule !== 'rate' && parts < needed && status !== 'suppressed';
}
