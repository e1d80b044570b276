import type { Push } from '../house/client.ts';

// Everything in here is made up: the places have codes that the ONS does not give out, and no figure is of anywhere.

export const REGIONS = ['E12000001', 'E12000003'] as const;
export const ENGLAND = 'E92000001';
const DISTRICTS = [1, 2, 3, 4, 5, 6].map((n) => `E0699800${n}`);
/** What two of the districts become when they are merged. */
export const SUCCESSOR = 'E06998009';
export const MERGED = [DISTRICTS[4]!, DISTRICTS[5]!] as const;

/** The share of pupils with five good grades, and a rate that is derived from two counts. */
const SHARE = 'simulation.share';
const COUNT = 'simulation.burglaries';
const HOMES = 'simulation.homes';
export const RATE = 'simulation.burglary-rate';

const indicator = {
  theme: 'crime',
  behaviour: 'flow',
  polarity: 'lower',
  frequency: 'month',
  decimals: 1,
  lagDays: 800,
  why: 'Simulation',
};

export const indicators: readonly object[] = [
  { ...indicator, code: SHARE, name: 'Share', theme: 'skills', measure: 'proportion', per: 100, polarity: 'higher' },
  { ...indicator, code: COUNT, name: 'Burglaries', measure: 'count', per: 1 },
  { ...indicator, code: HOMES, name: 'Homes', measure: 'count', per: 1, behaviour: 'stock' },
  {
    ...indicator,
    code: RATE,
    name: 'Burglaries per 1,000 homes',
    measure: 'rate',
    per: 1000,
    derived: { rate: { numerator: COUNT, denominator: HOMES, denominatorPeriod: 'same' } },
  },
];

/** The districts with their regions, in the plain form. */
export function areasCsv(regionOf: (district: number) => string = (n) => REGIONS[n % 2]!): string {
  const lines = DISTRICTS.map((code, n) => `${code},District ${n + 1},district,${regionOf(n)},2011-01-01,`);
  return ['code,name,type,parent,from,until', ...lines, ''].join('\n');
}

/** Districts followed through the years: two become one on 1 April 2026. */
export function mergerCsv(): string {
  const row = (code: string, after: string): string => `${code},${code},${after},${after}`;
  const rows = DISTRICTS.map((code) => row(code, MERGED.includes(code) ? SUCCESSOR : code));
  return ['ltla25_code,ltla25_name,ltla26_code,ltla26_name', ...rows, ''].join('\n');
}

export const group = (members: number): object => ({
  code: `simulation-${members}`,
  name: `The first ${members} districts`,
  areas: DISTRICTS.slice(0, members),
  at: '2024-01-01',
  why: 'Simulation',
});

/** A floor with limits, and a multiple of the national rate. */
export function target(code: 'share' | 'rate', areas: number, line: number): Record<string, unknown> {
  const element =
    code === 'share'
      ? { code: 'floor', kind: 'floor', indicator: SHARE, polarity: 'higher', floor: line }
      : { code: 'floor', kind: 'multiple-of-national', indicator: RATE, polarity: 'lower', multiple: line, national: ENGLAND };
  return {
    code: `simulation-${code}`,
    theme: code === 'share' ? 'skills' : 'crime',
    department: 'Made up',
    sentence: `A floor for ${code}`,
    technicalNote: 'Made up for a simulation.',
    why: 'Simulation',
    elements: [{ ...element, areas: `simulation-${areas}` }],
  };
}

/** Months from January 2025, so that all of them have ended. */
export const monthOf = (n: number): string => `${2025 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;

/** A month's figures of some districts and of England: far from the lines, or close to them, as the numbers tell. */
export function figures(month: string, next: () => number): Push {
  const rows = ['indicator,area,period,numerator,denominator,value,status'];
  const areas = [...DISTRICTS, SUCCESSOR].filter(() => next() < 0.8);
  for (const area of areas) {
    const share = Math.round(1_000 * (0.2 + 0.4 * next()));
    rows.push(`${SHARE},${area},${month},${share},1000,,final`, `${COUNT},${area},${month},,,${Math.round(400 * next())},final`);
    if (next() < 0.9) rows.push(`${HOMES},${area},${month},,,10000,final`);
  }
  // Now and then England's figure is missing: then nothing can be compared with it.
  if (next() < 0.85) rows.push(`${COUNT},${ENGLAND},${month},,,1000,final`, `${HOMES},${ENGLAND},${month},,,100000,final`);
  return { feed: 'observations', name: `figures-${month}.csv`, file: Buffer.from(`${rows.join('\n')}\n`) };
}
