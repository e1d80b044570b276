import type { Indicator } from '#libs/catalogue';
import type { Figure, Known } from '#libs/figures';
import { endOf, type Period, periodText } from '#libs/kernel';
import { certaintyOf } from './certainty.js';
import { type Definition, isLast, readPeriod } from './element-periods.js';
import { KINDS } from './kinds/index.js';
import type { Answer, Question } from './kinds/kind.js';
import { limitsOf } from './limits.js';
import type { Judgement } from './types.js';

/** Everything that one judgement rests on, all of it at one cut of the log. */
export interface Evidence {
  readonly target: string;
  readonly theme: string;
  readonly definition: Definition;
  readonly indicator: Indicator;
  readonly area: string;
  readonly period: Period;
  /** The area's figure; undefined when nothing is stated. */
  readonly known: Known | undefined;
  /** The national figure of the same period, for the kinds that compare. */
  readonly comparator: Known | undefined;
  /** The frozen baseline value. */
  readonly baseline: number | null;
  /** False where the area's code has ended and no recode leads on. */
  readonly comparable: boolean;
  /** Of the cut. */
  readonly position: string;
}

/** What an element says of an area in a period. The cause is for whoever knows the judgement before. */
export function judge(evidence: Evidence): Judgement {
  const { known, definition, indicator, area, period } = evidence;
  const answer = answerTo(evidence);
  const limits = known ? limitsOf(known.figure, indicator) : [];
  const judged = 'outcome' in answer ? answer : null;
  return {
    target: evidence.target,
    element: definition.element.code,
    theme: evidence.theme,
    indicator: indicator.code,
    area,
    period: periodText(period),
    periodStart: period.start,
    periodEnd: endOf(period),
    outcome: judged?.outcome ?? 'not-judged',
    certainty: judged ? certaintyOf(limits, judged.line) : 'point',
    reason: 'reason' in answer ? answer.reason : null,
    value: known?.figure.value ?? null,
    lower: limits[0]?.lower ?? null,
    upper: limits[0]?.upper ?? null,
    level: limits[0]?.level ?? null,
    status: known?.figure.status ?? null,
    floor: judged?.line ?? null,
    expected: judged?.expected ?? null,
    comparator: comparatorOf(evidence),
    distance: judged?.distance ?? null,
    cause: 'none',
    targetVersion: definition.targetVersion,
    position: evidence.position,
  };
}

function answerTo(evidence: Evidence): Answer {
  const { definition, period, known, baseline, indicator } = evidence;
  const { element } = definition;
  const kind = KINDS[element.kind];
  if (!kind) return { reason: 'kind-not-judged' };
  if (element.polarity === 'none') return { reason: 'no-polarity' };
  if (!known) return { reason: evidence.comparable ? 'missing' : 'not-comparable' };
  const { value } = known.figure;
  if (value === null) return { reason: reasonOf(known) };
  const question: Question = {
    element,
    value,
    sign: element.polarity === 'higher' ? 1 : -1,
    period,
    last: isLast(definition, period),
    comparator: comparatorOf(evidence),
    baseline: definition.baseline && baseline !== null ? { period: definition.baseline, value: baseline } : null,
    until: definition.until,
    milestones: (element.trajectory?.milestones ?? []).flatMap((m) => {
      const at = readPeriod(m.period, indicator);
      return at ? [{ period: at, value: m.value }] : [];
    }),
  };
  return kind(question);
}

function comparatorOf({ definition, comparator }: Evidence): Judgement['comparator'] {
  const { national } = definition.element;
  return national === undefined ? null : { area: national, value: comparator?.figure.value ?? null };
}

/** Why there is no value: a sum that lacks parts is partial, whatever it is that they lack. */
function reasonOf({ figure, derivedFrom }: Known): string {
  if (figure.reason === 'dropped') return 'dropped';
  if (figure.reason === 'partial' || (derivedFrom && lacksParts(derivedFrom, figure))) return 'partial';
  return figure.status === 'suppressed' ? 'suppressed' : 'missing';
}

function lacksParts({ rule, parts, needed }: NonNullable<Known['derivedFrom']>, { status }: Figure): boolean {
  return rule !== 'rate' && parts < needed && status !== 'suppressed';
}
