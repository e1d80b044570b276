import { BURGLARY_RATE, CONCEPTIONS, EMPLOYMENT, GCSE, NON_DECENT, RECYCLING } from './indicators.js';
import { type District, ENGLAND } from './places.js';

/** The group that every sample target judges. */
const PARTNERSHIPS = 'sample-partnerships';

const WHY = 'Made-up data: the real target with dates that fit the sample';
const NOTE = 'Made up to be looked at. The sentence follows a real floor target; dates, areas and figures do not.';

/** The sample's group, as `POST /v1/groups` takes it. */
export const sampleGroup = (all: readonly District[]): object => ({
  code: PARTNERSHIPS,
  name: 'Made-up partnerships',
  areas: all.map(({ code }) => code),
  at: '2023-01-01',
  why: WHY,
});

/** What stands in every target of the sample. */
const target = (code: string, [theme, department]: readonly [string, string], sentence: string, elements: readonly object[]): object => ({
  code: `sample-${code}`,
  theme,
  department,
  sentence,
  technicalNote: NOTE,
  why: WHY,
  elements: elements.map((element) => ({ areas: PARTNERSHIPS, ...element })),
});

/** Floor targets in all six themes, as `POST /v1/targets` takes them. */
export const sampleTargets: readonly object[] = [
  target('C00', ['crime', 'Home Office'], 'Cut domestic burglary by 25%, with no district more than three times the national rate', [
    { code: 'floor', kind: 'multiple-of-national', indicator: BURGLARY_RATE, polarity: 'lower', national: ENGLAND, multiple: 3 },
    {
      code: 'cut',
      kind: 'reduction',
      indicator: BURGLARY_RATE,
      polarity: 'lower',
      percent: 25,
      baseline: { period: '2023-02-01/P12M' },
      until: '2026-02-01/P12M',
      trajectory: { shape: 'linear' },
    },
  ]),
  target('E00a', ['skills', 'Department for Education and Skills'], 'At least 38% of pupils get five good grades in every district', [
    { code: 'floor', kind: 'floor', indicator: GCSE, polarity: 'higher', floor: 38 },
  ]),
  target('H00c', ['health', 'Department of Health'], 'Halve under-18 conceptions within ten years', [
    {
      code: 'halve',
      kind: 'reduction',
      indicator: CONCEPTIONS,
      polarity: 'lower',
      percent: 50,
      baseline: { period: '2020' },
      until: '2030',
      trajectory: { shape: 'compound' },
    },
  ]),
  target('W04', ['worklessness', 'Department for Work and Pensions'], 'Raise the employment rate to 70% in every partnership', [
    {
      code: 'rate',
      kind: 'level',
      indicator: EMPLOYMENT,
      polarity: 'higher',
      level: 70,
      baseline: { period: '2020-07-01/P12M' },
      until: '2023-07-01/P12M',
      trajectory: { shape: 'linear' },
    },
  ]),
  target('D00', ['housing', 'Office of the Deputy Prime Minister'], 'Cut by a third the social homes below the standard', [
    {
      code: 'cut',
      kind: 'reduction',
      indicator: NON_DECENT,
      polarity: 'lower',
      percent: 33,
      margin: 100,
      baseline: { period: '2020-04-01' },
      until: '2023-04-01',
      trajectory: { shape: 'linear' },
    },
  ]),
  target('P02', ['physical-environment', 'Department for Environment, Food and Rural Affairs'], 'Recycle a quarter of household waste', [
    {
      code: 'level',
      kind: 'level',
      indicator: RECYCLING,
      polarity: 'higher',
      level: 25,
      baseline: { period: '2020-21' },
      until: '2025-26',
      trajectory: { shape: 'linear' },
    },
  ]),
];
