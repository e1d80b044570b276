import type { AreaJudgement, Judgement, Outcome } from '#libs/assessment';
import type { Area, CatalogueView, Element, Indicator, Target } from '#libs/catalogue';
import { areaTypeOf } from '#libs/kernel';
import type { NamedStory } from '../named-story.js';
import type { Observation, SeriesAnswer } from '../show-series.js';

const NAMES: Readonly<Record<string, string>> = {
  E08000021: 'Newcastle upon Tyne',
  E08000037: 'Gateshead',
  E01008397: 'Newcastle upon Tyne 024A',
  E12000001: 'North East',
  E92000001: 'England',
};
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  E08000021: ['E08000021', 'E12000001', 'E92000001'],
  E08000037: ['E08000037', 'E12000001', 'E92000001'],
  E01008397: ['E01008397', 'E08000021', 'E12000001', 'E92000001'],
  E12000001: ['E12000001', 'E92000001'],
  E92000001: ['E92000001'],
};

const indicator: Indicator = {
  code: 'crime.burglary-rate',
  name: 'Domestic burglaries per 1,000 households',
  theme: 'crime',
  measure: 'rate',
  per: 1000,
  behaviour: 'flow',
  polarity: 'lower',
  frequency: 'financial',
  decimals: 1,
  numerator: null,
  denominator: null,
  suppression: null,
  source: 'Home Office',
  lagDays: 60,
  unit: 'per 1,000 households',
  derived: null,
  version: 1,
};
const element: Element = {
  code: 'floor',
  kind: 'multiple-of-national',
  indicator: indicator.code,
  polarity: 'lower',
  areas: 'nrf-88',
  multiple: 3,
  national: 'E92000001',
};
const target: Target = {
  code: 'C00',
  theme: 'crime',
  versions: [
    {
      version: 1,
      made: { first: true },
      sentence: 'No district with more than three times the national rate of burglary',
      technicalNote: '',
      department: 'Home Office',
      elements: [element],
      why: 'x',
      by: 'x',
      at: '2000-07-18',
    },
  ],
};

/** A catalogue of five areas for tests of pages. */
export const aCatalogue = {
  position: '',
  area: (code: string): Area | undefined =>
    NAMES[code] === undefined
      ? undefined
      : { code, name: NAMES[code], type: areaTypeOf(code), from: null, until: null, parents: [], vintages: [] },
  indicator: (code: string) => (code === indicator.code ? indicator : undefined),
  target: (code: string) => (code === target.code ? target : undefined),
  targets: () => [target],
  group: () => ({ areas: ['E08000021', 'E08000037'] }),
  codesOf: (code: string) => [code],
  feed: () => undefined,
  parentOf: (code: string, type: string) => PARENTS[code]?.find((parent) => areaTypeOf(parent) === type),
  liesIn: (code: string, containers: readonly string[]) => containers.some((container) => PARENTS[code]?.includes(container)),
} as unknown as CatalogueView;

const YEARS = ['1998-99', '1999-00', '2000-01', '2001-02', '2002-03', '2003-04'];
const VALUES = [24.1, 26.3, 25.2, 31.2, 32.8, 22.4];

/** The judgement of an area in the nth year. */
export const judged = (area: string, outcome: Outcome, n = 5): Judgement => ({
  target: 'C00',
  element: 'floor',
  theme: 'crime',
  indicator: indicator.code,
  area,
  period: YEARS[n]!,
  periodStart: `${1998 + n}-04-01`,
  periodEnd: `${1999 + n}-04-01`,
  outcome,
  certainty: outcome === 'breach' ? '99.8' : 'point',
  reason: outcome === 'not-judged' ? 'suppressed' : null,
  value: outcome === 'not-judged' ? null : VALUES[n]!,
  lower: VALUES[n]! - 2,
  upper: VALUES[n]! + 2,
  level: 95,
  status: 'final',
  floor: 28.5 - n,
  expected: null,
  comparator: { area: 'E92000001', value: 9.5 - n / 3 },
  distance: 28.5 - n - VALUES[n]!,
  cause: 'own-figure',
  targetVersion: 1,
  position: 'p1',
});

/** The latest judgement of an area as assessment keeps it, with the outcomes of the years before it. */
export const latestOf = (judgement: Judgement, ...before: Judgement[]): AreaJudgement => ({
  id: `C00.floor|${judgement.area}`,
  target: 'C00',
  element: 'floor',
  theme: 'crime',
  area: judgement.area,
  lsp: PARENTS[judgement.area]?.find((code) => areaTypeOf(code) === 'district') ?? null,
  region: PARENTS[judgement.area]?.find((code) => areaTypeOf(code) === 'region') ?? null,
  outcome: judgement.outcome,
  periodEnd: judgement.periodEnd,
  judgement,
  lastJudged: judgement.outcome === 'not-judged' ? (before.findLast(({ outcome }) => outcome !== 'not-judged') ?? null) : null,
  recent: [...before, judgement],
});

/** A breach in Newcastle in 2001-02 and 2002-03, confirmed, told and open. */
export const aBreach: NamedStory = {
  id: '11111111-1111-5111-8111-111111111111',
  target: 'C00',
  element: 'floor',
  theme: 'crime',
  indicator: indicator.code,
  area: 'E08000021',
  region: 'E12000001',
  lsp: 'E08000021',
  state: 'confirmed',
  firstPeriod: '2001-02',
  firstPeriodStart: '2001-04-01',
  lastPeriod: '2002-03',
  lastPeriodEnd: '2003-04-01',
  openedAt: '2002-06-01T09:00:00.000Z',
  confirmedAt: '2002-06-01T09:00:00.000Z',
  clearedAt: null,
  withdrawnAt: null,
  steps: [],
  alerts: [
    {
      alert: 'a',
      step: 'confirmed',
      recipient: 'E12000001',
      state: 'sent',
      dueAt: '2002-06-01T09:00:00.000Z',
      sentAt: '2002-06-01T09:00:01.000Z',
      attempts: 0,
    },
  ],
  position: 'p1',
  title: 'No district above three times England',
  sentence: target.versions[0]!.sentence,
  areaName: 'Newcastle upon Tyne',
  regionName: 'North East',
  lspName: 'Newcastle upon Tyne',
};

const observation = (period: string, i: number): Observation => ({
  period,
  value: i === 1 ? null : VALUES[i]!,
  numerator: 2400 + i,
  denominator: 110_000,
  lower: i === 1 ? null : VALUES[i]! - 2,
  upper: i === 1 ? null : VALUES[i]! + 2,
  level: 95,
  status: i === 1 ? 'suppressed' : 'final',
  reason: i === 1 ? 'confidential' : null,
  submission: 's1',
  row: 12 + i,
  released: '2004-06-01',
  recordedAt: '2004-06-02T10:00:00.000Z',
  derivedFrom: i === 5 ? { indicators: [indicator.code], parts: 12, needed: 12, rule: 'sum-over-periods' } : null,
  official: false,
});

/** Six years of burglary in Newcastle, one suppressed, one derived. */
export const aSeries: SeriesAnswer = { indicator: indicator.code, area: 'E08000021', breakdown: '', observations: YEARS.map(observation) };
