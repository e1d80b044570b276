import type { Element, Indicator, Target, TargetVersion } from '#libs/catalogue';
import { type Figure, figure, type Known } from '#libs/figures';
import { financialYears, type Period } from '#libs/kernel';
import { type Definition, judgedPeriod } from '../domain/element-periods.js';
import type { Evidence } from '../domain/judge.js';
import type { Judgement } from '../domain/types.js';

/** Made-up evidence for tests: the year 2003-04 of one district. */
export const YEAR = financialYears(2003);

export function indicator(more: Partial<Indicator> = {}): Indicator {
  return {
    code: 'skills.gcse',
    name: 'GCSE',
    theme: 'skills',
    measure: 'proportion',
    per: 100,
    behaviour: 'flow',
    polarity: 'higher',
    frequency: 'financial',
    decimals: 1,
    numerator: null,
    denominator: null,
    suppression: null,
    source: null,
    lagDays: null,
    unit: '%',
    derived: null,
    version: 1,
    ...more,
  };
}

export function element(more: Partial<Element> = {}): Element {
  return { code: 'floor', kind: 'floor', indicator: 'skills.gcse', polarity: 'higher', areas: 'nrf', floor: 38, ...more };
}

export function definition(more: Partial<Element> = {}, periods: Partial<Definition> = {}): Definition {
  return {
    element: element(more),
    targetVersion: 1,
    appliesFrom: null,
    from: null,
    until: null,
    baseline: null,
    milestones: [],
    ...periods,
  };
}

export const known = (value: number | null, more: Partial<Figure> = {}, period: Period = YEAR): Known => ({
  period,
  figure: figure(value, more),
  provenance: null,
  derivedFrom: null,
});

/** A proportion or a rate of x in n. */
export const outOf = (x: number, n: number, per: number): Known =>
  known(Number(((x / n) * per).toPrecision(12)), { numerator: x, denominator: n });

export function evidence({
  definition: by = definition(),
  period = YEAR,
  ...more
}: Partial<Omit<Evidence, 'at'>> & { definition?: Definition; period?: Period } = {}): Evidence {
  return {
    target: 'E00a',
    theme: 'skills',
    at: judgedPeriod(by, period),
    indicator: indicator(),
    area: 'E08000021',
    known: known(40),
    comparator: undefined,
    baseline: null,
    comparable: true,
    position: '5',
    date: '2026-11-28',
    ...more,
  };
}

export function version(number: number, made: TargetVersion['made'], elements: readonly Element[]): TargetVersion {
  return { version: number, made, sentence: 's', technicalNote: '', department: 'd', elements, why: 'w', by: 'b', at: '2001-01-01' };
}

export const target = (...versions: TargetVersion[]): Target => ({ code: 'T', theme: 'skills', versions });

/** A judgement of a month of 2004, in breach of a floor of 38 at this certainty. */
export function judgement(month: number, more: Partial<Judgement> = {}): Judgement {
  const start = (m: number): string => `${2004 + Math.floor((m - 1) / 12)}-${String(((m - 1) % 12) + 1).padStart(2, '0')}-01`;
  return {
    target: 'T',
    element: 'e',
    theme: 'crime',
    indicator: 'i',
    area: 'E08000021',
    period: start(month).slice(0, 7),
    periodStart: start(month),
    periodEnd: start(month + 1),
    outcome: 'breach',
    certainty: 'point',
    reason: null,
    value: 37,
    lower: 35,
    upper: 39,
    level: 95,
    status: 'final',
    floor: 38,
    expected: null,
    comparator: null,
    distance: -1,
    cause: 'first',
    targetVersion: 1,
    position: '1',
    ...more,
  };
}
