import type { CatalogueView, Derivation, Indicator } from '#libs/catalogue';
import { calendarYears, month, type Period } from '#libs/kernel';
import { DerivedFigures, figure, type Figure, FigureSource, type Known, type Series } from './index.js';

const known = (period: Period, f: Figure): Known => ({ period, figure: f, provenance: null, derivedFrom: null });

class Fixed extends FigureSource {
  constructor(private readonly all: Record<string, Series>) {
    super();
  }
  override async many(indicator: string, areas: readonly string[]): Promise<ReadonlyMap<string, Series>> {
    return new Map(areas.map((area) => [area, this.all[`${indicator} ${area}`] ?? []]));
  }
}

const PARTS = { E08000021: ['E01000001', 'E01000002'] } as Record<string, string[]>;
const derived: Record<string, Derivation> = {
  'burglary-sum': { sumOfParts: { of: 'burglary', level: 'lsoa' } },
  'burglary-year': { sumOver: { of: 'burglary-sum', periods: 12 } },
  'burglary-rate': { rate: { numerator: 'burglary-year', denominator: 'households', denominatorPeriod: 'latest' } },
};
const catalogue = {
  area: () => undefined,
  codesOf: (code: string) => [code],
  indicator: (code: string) => ({ code, per: code === 'burglary-rate' ? 1000 : 1, derived: derived[code] ?? null }) as Indicator,
  within: (code: string, _: string, options?: { vintage?: string }) => (options?.vintage === '2011' ? (PARTS[code] ?? []) : []),
} as unknown as CatalogueView;

const months = (from: number, count: number, value: (m: number) => Figure): Series =>
  Array.from({ length: count }, (_, i) => known(month(2020 + Math.floor((from + i - 1) / 12), ((from + i - 1) % 12) + 1), value(i)));
const figuresOf = (all: Record<string, Series>): DerivedFigures => new DerivedFigures(new Fixed(all), catalogue);
const wholeYear = {
  'burglary E01000001': months(1, 13, () => figure(2)),
  'burglary E01000002': months(1, 13, (i) => figure(i === 12 ? 5 : 1, { status: 'provisional' })),
};

describe('derived figures', () => {
  it('sum the parts of an area, as firm as the least firm of them', async () => {
    const series = await figuresOf(wholeYear).series('burglary-sum', 'E08000021');
    expect(series).toHaveLength(13);
    expect(series[0]).toEqual({
      period: month(2020, 1),
      figure: figure(3, { status: 'provisional' }),
      provenance: null,
      derivedFrom: { indicators: ['burglary'], parts: 2, needed: 2, rule: 'sum-of-parts' },
    });
  });

  it('find recoded and merged parts as they were in the period, under any of their codes (case 11)', async () => {
    const derivedFrom = { 'north-east': { sumOfParts: { of: 'offences', level: 'district' } } } as Record<string, Derivation>;
    const [old, recoded, wansbeck, northumberland] = ['E08000020', 'E08000037', 'E07000162', 'E06000057'];
    const view = {
      ...catalogue,
      indicator: (code: string) => ({ code, per: 1, derived: derivedFrom[code] ?? null }),
      codesOf: (code: string) => (code === old || code === recoded ? [code, old, recoded] : [code]),
      within: (_: string, __: string, { date = '2026' }: { date?: string } = {}) =>
        [date < '2013-04-01' ? old : recoded, date < '2009-04-01' ? wansbeck : northumberland].sort(),
    } as unknown as CatalogueView;
    const years = (...values: [number, number][]): Series => values.map(([year, value]) => known(calendarYears(year), figure(value)));
    const source = new Fixed({
      [`offences ${old}`]: years([2008, 10], [2010, 20], [2014, 1000]),
      [`offences ${recoded}`]: years([2011, 30], [2014, 40]),
      [`offences ${wansbeck}`]: years([2008, 1]),
      [`offences ${northumberland}`]: years([2010, 2], [2011, 3], [2014, 4]),
    });
    const series = await new DerivedFigures(source, view).series('north-east', 'E12000001');
    expect(series.map(({ period, figure: { value } }) => [period.start.slice(0, 4), value])).toEqual([
      ['2008', 11],
      ['2010', 22],
      ['2011', 33],
      ['2014', 44],
    ]);
  });

  it('take the parts of the first or of the last day of a period in which they changed, under any of their codes (case 11)', async () => {
    const [ashington, blyth, northumberland, old, recoded] = ['E07000162', 'E07000163', 'E06000048', 'E08000020', 'E08000037'];
    const derivedFrom = { 'north-east': { sumOfParts: { of: 'offences', level: 'district' } } } as Record<string, Derivation>;
    const view = {
      ...catalogue,
      indicator: (code: string) => ({ code, per: 1, derived: derivedFrom[code] ?? null }),
      codesOf: (code: string) => (code === old || code === recoded ? [recoded, old] : [code]),
      within: (_: string, __: string, { date = '2026' }: { date?: string } = {}) =>
        [...(date < '2009-04-01' ? [ashington, blyth] : [northumberland]), date < '2013-04-01' ? old : recoded].sort(),
    } as unknown as CatalogueView;
    const year = (start: number, value: number): Known => known(calendarYears(start), figure(value));
    const sums = async (all: Record<string, Series>): Promise<unknown> =>
      (await new DerivedFigures(new Fixed(all), view).series('north-east', 'E12000001')).map(({ figure: { value } }) => value);
    const gateshead = [year(2009, 10), year(2013, 10)];
    for (const code of [old, recoded]) {
      const stated = { [`offences ${code}`]: gateshead };
      expect(await sums({ ...stated, [`offences ${northumberland}`]: [year(2009, 5), year(2013, 6)] })).toEqual([15, 16]);
      expect(await sums({ ...stated, [`offences ${ashington}`]: [year(2009, 2)], [`offences ${blyth}`]: [year(2009, 1)] })).toEqual([
        13,
        null,
      ]);
      expect(await sums({ ...stated, [`offences ${ashington}`]: [year(2009, 2)] })).toEqual([null, null]);
    }
  });

  it('are partial without every part, and never a smaller sum', async () => {
    const [first] = await figuresOf({ 'burglary E01000001': months(1, 1, () => figure(2)) }).series('burglary-sum', 'E08000021');
    expect(first!.figure).toEqual(figure(null, { status: 'missing', reason: 'partial' }));
    expect(first!.derivedFrom).toMatchObject({ parts: 1, needed: 2 });
  });

  it('are suppressed where a part is suppressed', async () => {
    const parts = {
      ...wholeYear,
      'burglary E01000002': months(1, 13, () => figure(null, { status: 'suppressed', reason: 'confidential' })),
    };
    const [first] = await figuresOf(parts).series('burglary-sum', 'E08000021');
    expect(first!.figure).toMatchObject({ value: null, status: 'suppressed' });
  });

  it('roll over twelve months, and over no gap', async () => {
    const series = await figuresOf(wholeYear).series('burglary-year', 'E08000021');
    expect(series.map((k) => [k.period, k.figure.value])).toEqual([
      [{ kind: 'rolling', start: '2020-01-01', months: 12 }, 36],
      [{ kind: 'rolling', start: '2020-02-01', months: 12 }, 40],
    ]);
    const gap = {
      ...wholeYear,
      'burglary E01000001': wholeYear['burglary E01000001'].filter((_, i) => i !== 5),
      'burglary E01000002': wholeYear['burglary E01000002'].filter((_, i) => i !== 5),
    };
    expect(await figuresOf(gap).series('burglary-year', 'E08000021')).toEqual([]);
  });

  it('divide by the latest denominator that has begun', async () => {
    const households = [
      known(calendarYears(2019), figure(900)),
      known(calendarYears(2020), figure(1000)),
      known(calendarYears(2022), figure(1100)),
    ];
    const series = await figuresOf({ ...wholeYear, 'households E08000021': households }).series('burglary-rate', 'E08000021');
    expect(series[0]!.figure).toEqual(figure(36, { numerator: 36, denominator: 1000, status: 'provisional' }));
  });

  it('say why there is no rate', async () => {
    const [first] = await figuresOf(wholeYear).series('burglary-rate', 'E08000021');
    expect(first!.figure).toEqual(figure(null, { status: 'missing', reason: 'no-denominator' }));
  });

  it('are missing, out of range, where no finite number comes of a rate or a sum', async () => {
    const huge = { ...wholeYear, 'households E08000021': [known(calendarYears(2020), figure(1e-320))] };
    const [first] = await figuresOf(huge).series('burglary-rate', 'E08000021');
    expect(first!.figure).toEqual(figure(null, { status: 'missing', reason: 'out-of-range' }));
  });

  it('give way to an official figure, which says so', async () => {
    const official = { ...wholeYear, 'burglary-sum E08000021': [known(month(2020, 1), figure(4))] };
    const [first] = await figuresOf(official).series('burglary-sum', 'E08000021');
    expect(first).toMatchObject({ figure: { value: 4 }, official: true });
  });
});
