import type { Judgement } from '#libs/assessment';
import type { Target } from '#libs/catalogue';
import type { Alert } from '../channel.js';
import type { TellConfirmed } from '../domain/due.js';

/** A judgement for tests: burglary in Newcastle, beyond three times the national rate. */
export const aJudgement = (more: Partial<Judgement> = {}): Judgement => ({
  target: 'C00',
  element: 'floor',
  theme: 'crime',
  indicator: 'crime.burglary-rate',
  area: 'E08000021',
  period: '2003-04',
  periodStart: '2003-04-01',
  periodEnd: '2004-04-01',
  outcome: 'breach',
  certainty: '99.8',
  reason: null,
  value: 31.2,
  lower: 29,
  upper: 33.5,
  level: 99.8,
  status: 'final',
  floor: 24,
  expected: null,
  comparator: { area: 'E92000001', value: 8 },
  distance: -7.2,
  cause: 'own-figure',
  targetVersion: 1,
  position: 'p9',
  ...more,
});

const version = (n: number, sentence: string): Target['versions'][number] => ({
  version: n,
  made: { first: true },
  sentence,
  technicalNote: '',
  department: 'Home Office',
  elements: [
    {
      code: 'floor',
      kind: 'multiple-of-national',
      indicator: 'crime.burglary-rate',
      polarity: 'lower',
      areas: 'nrf-88',
      multiple: 3,
      national: 'E92000001',
    },
  ],
  why: 'Spending Review 2000',
  by: 'test',
  at: '2000-07-18',
});

/** A target for tests, in two versions. */
export const aTarget: Target = {
  code: 'C00',
  theme: 'crime',
  versions: [version(1, 'Cut domestic burglary by 25%'), version(2, 'Cut domestic burglary by 30%')],
};

/** A command for tests: tell the North East of Newcastle. */
export const aTell = (judgement: Partial<Judgement> = {}): TellConfirmed => ({
  alert: '00000000-0000-5000-8000-000000000001',
  breach: {
    v: 1,
    episode: '11111111-1111-5111-8111-111111111111',
    judgement: aJudgement(judgement),
    by: '99.8',
    trigger: { event: '22222222-2222-5222-8222-222222222222', position: 'p9', submission: 's1', date: '2004-06-02' },
  },
  recipient: { code: 'E12000001', name: 'North East' },
  area: { code: 'E08000021', name: 'Newcastle upon Tyne' },
  target: aTarget,
  indicatorName: 'Domestic burglaries per 1,000 households',
  released: '2004-06-01',
  dueAt: '2004-06-02T09:00:00.000Z',
});

/** An alert for tests, with its own id. */
export const anAlert = (n: number): Alert => ({
  v: 1,
  alert: `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`,
  episode: `11111111-1111-5111-8111-${String(n).padStart(12, '0')}`,
  step: 'confirmed',
  recipient: 'E12000001',
  breach: {
    target: 'C00',
    element: 'floor',
    area: 'E08000021',
    areaName: 'Newcastle upon Tyne',
    region: 'E12000001',
    regionName: 'North East',
  },
  story: { sentence: 'Cut domestic burglary by 25%' },
  dueAt: '2004-06-02T09:00:00.000Z',
});
