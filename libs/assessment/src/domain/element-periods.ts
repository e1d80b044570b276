import type { Element, Indicator, Target, TargetVersion } from '#libs/catalogue';
import { addMonths, endOf, parsePeriod, type Period, periodKey, periodText, Refusal } from '#libs/kernel';
import type { Milestone } from './trajectory.js';

/** An element as one version of its target states it, with its periods read. */
export interface Definition {
  readonly element: Element;
  readonly targetVersion: number;
  readonly appliesFrom: Period | null;
  readonly from: Period | null;
  readonly until: Period | null;
  readonly baseline: Period | null;
  readonly milestones: readonly Milestone[];
}

/** Reads a period in the indicator's spelling; a rolling indicator may be bounded by months, years or windows. Null where there is no such period. */
export function readPeriod(text: string | undefined, indicator: Pick<Indicator, 'frequency'>): Period | null {
  if (text === undefined) return null;
  const period = parsePeriod(text, indicator.frequency);
  if (period instanceof Refusal) return null;
  // `2001-02` of a rolling indicator is the twelve months of that financial year, under the name that its series has for them.
  return indicator.frequency === 'rolling' && period.months > 1 ? { ...period, kind: 'rolling' } : period;
}

/**
 * The definitions of one element, the one posted last first: the first version and every change of it, each as its
 * latest correction has it, for a correction stands in for what it names in all its periods. Null where a version lacks the element.
 */
export function definitionsOf(
  target: Target,
  code: string,
  indicatorOf: (code: string) => Indicator | undefined,
): readonly (Definition | Gap)[] {
  const standing = new Map<number, TargetVersion>();
  const known = target.versions.flatMap((v) => v.elements).find((e) => e.code === code);
  const usual = (known && indicatorOf(known.indicator)) ?? { frequency: 'month' as const };
  for (const version of target.versions) standing.set(rootOf(target, version), version);
  return [...standing]
    .sort(([a], [b]) => b - a)
    .map(([root, version]) => {
      const { made } = target.versions.find((v) => v.version === root)!;
      const element = version.elements.find((e) => e.code === code);
      const indicator = element && indicatorOf(element.indicator);
      // A change states its first period in the spelling of the element's indicator; where the element is gone, of the one it had.
      const appliesFrom = 'change' in made ? readPeriod(made.change.appliesFrom, indicator ?? usual) : null;
      if (!element || !indicator) return { element: null, appliesFrom };
      return { appliesFrom, ...readElement(element, version.version, indicator) };
    });
}

function readElement(element: Element, targetVersion: number, indicator: Indicator): Omit<Definition, 'appliesFrom'> {
  const read = (text: string | undefined): Period | null => readPeriod(text, indicator);
  const milestones = (element.trajectory?.milestones ?? []).flatMap(({ period: text, value }) => {
    const period = read(text);
    return period ? [{ period, value }] : [];
  });
  return {
    element,
    targetVersion,
    from: read(element.from),
    until: read(element.until),
    baseline: read(element.baseline?.period),
    milestones,
  };
}

/** A version that no longer holds the element, or whose indicator is not known. */
export interface Gap {
  readonly element: null;
  readonly appliesFrom: Period | null;
}

/** The version that a correction stands in for, through corrections of corrections. */
function rootOf(target: Target, version: TargetVersion): number {
  let at: TargetVersion | undefined = version;
  while (at && 'correction' in at.made) {
    const of: number = at.made.correction.of;
    if (of >= at.version) break;
    at = target.versions.find((v) => v.version === of);
  }
  return at?.version ?? version.version;
}

/** The definition in force in a period; undefined when the element does not judge it. */
export function definitionFor(definitions: readonly (Definition | Gap)[], period: Period): Definition | undefined {
  const inForce = definitions.find(({ appliesFrom }) => appliesFrom === null || appliesFrom.start <= period.start);
  return inForce?.element && judges(inForce, period) ? inForce : undefined;
}

/** A period is judged when it lies within the element's term and ends after its baseline. */
function judges({ element, from, until, baseline }: Definition, period: Period): boolean {
  if (from && period.start < from.start) return false;
  if (until && endOf(period) > endOf(until)) return false;
  const fromBaseline = element.kind === 'reduction' || element.kind === 'level';
  return !(fromBaseline && baseline && endOf(period) <= endOf(baseline));
}

/** Whether the period is the element's last: the next of its kind would end after the term. Rolling windows move by a month. */
export function isLast({ until }: Pick<Definition, 'until'>, period: Period): boolean {
  if (!until) return false;
  const step = period.kind === 'rolling' ? 1 : period.months || 12;
  return addMonths(endOf(period), step) > endOf(until);
}

/** A period that an element judges, with what is the same of it for every area. */
export interface JudgedPeriod {
  readonly definition: Definition;
  readonly period: Period;
  readonly key: string;
  readonly text: string;
  readonly end: string;
  readonly last: boolean;
}

/** Works out once what every judgement of the period needs. */
export function judgedPeriod(definition: Definition, period: Period): JudgedPeriod {
  return {
    definition,
    period,
    key: periodKey(period),
    text: periodText(period),
    end: endOf(period),
    last: isLast(definition, period),
  };
}
