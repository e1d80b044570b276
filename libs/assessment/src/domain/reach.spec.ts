import type { CatalogueView, Derivation } from '#libs/catalogue';
import { indicator } from '../testing/evidence.js';
import { Reaches, type Touched } from './reach.js';

const DERIVED: Record<string, Derivation> = {
  'crime.district': { sumOfParts: { of: 'crime.burglary', level: 'lsoa' } },
  'crime.year': { sumOver: { of: 'crime.district', periods: 12 } },
  'crime.rate': { rate: { numerator: 'crime.year', denominator: 'households', denominatorPeriod: 'latest' } },
  'crime.fixed': { rate: { numerator: 'crime.year', denominator: 'households', denominatorPeriod: '2001' } },
  circle: { sumOver: { of: 'circle', periods: 2 } },
};
const PARTS: Record<string, readonly string[]> = { E08000021: ['E01008100', 'E01008200'], E08000037: ['E01008300'] };
const catalogue = {
  indicator: (code: string) => indicator({ code, derived: DERIVED[code] ?? null }),
  area: () => undefined,
  links: () => [],
  within: (code: string) => PARTS[code] ?? [],
} as unknown as CatalogueView;

const touched = (more: Partial<Touched>): Touched => ({
  registers: new Map(),
  targets: new Set(),
  groups: new Set(),
  indicators: new Set(),
  areas: false,
  ...more,
});
const registers = (code: string, prefix: string, ...years: string[]) =>
  touched({ registers: new Map([[code, new Map([[prefix, years]])]]) });
const reach = (code: string, t: Touched) => new Reaches(catalogue, t).of(code);

describe('what was touched', () => {
  it('reaches a fed indicator in the hundred areas and years written', () => {
    const r = reach('crime.burglary', registers('crime.burglary', 'E010081', '2019', '2020'))!;
    expect([r.from, r.to]).toEqual(['2019-01-01', '2021-01-01']);
    expect(['E01008100', 'E01008200'].map((a) => r.covers(a))).toEqual([true, false]);
  });

  it('reaches through sums and rates to the districts that hold a part', () => {
    const r = reach('crime.rate', registers('crime.burglary', 'E010081', '2020'))!;
    expect([r.from, r.to]).toEqual(['2020-01-01', '2021-01-01']);
    expect(['E08000021', 'E08000037'].map((a) => r.covers(a))).toEqual([true, false]);
  });

  it('reaches all that a denominator serves', () => {
    const of = (code: string) => reach(code, registers('households', 'E080000', '2001'))!;
    expect([of('crime.rate').from, of('crime.rate').to]).toEqual(['2001-01-01', '9999-12-31']);
    expect([of('crime.fixed').from, of('crime.fixed').to]).toEqual(['0000-01-01', '9999-12-31']);
  });

  it('reaches everything when a definition or the areas changed', () => {
    for (const t of [touched({ indicators: new Set(['crime.burglary']) }), touched({ areas: true })]) {
      expect(reach('crime.rate', t)!.covers('E08000037')).toBe(true);
    }
  });

  it('reaches nothing else, and is not led in a circle', () => {
    expect(reach('households', registers('crime.burglary', 'E010081', '2020'))).toBeNull();
    expect(reach('circle', registers('crime.burglary', 'E010081', '2020'))).toBeNull();
  });
});
