import type { CatalogueView } from '#libs/catalogue';
import type { FigureSource, Series } from '#libs/figures';
import { addMonths, financialYears, type Period } from '#libs/kernel';
import type { Definition } from './domain/element-periods.js';
import { ElementCells } from './element-cells.js';
import { Members } from './domain/members.js';
import type { Scope } from './domain/scope.js';
import { definition, element, indicator, known, outOf, target, version } from './testing/evidence.js';

const TODAY = { event: 'e', position: '1', submission: null, date: '2026-11-28' };

const YEAR = financialYears(2003);

/** A catalogue that knows no areas but these, of which some were recoded. */
function catalogue(more: Partial<CatalogueView> = {}): CatalogueView {
  const plain = {
    position: '1',
    indicator: () => indicator({ measure: 'rate', per: 1000 }),
    area: () => undefined,
    links: () => [],
    codeAt: (code: string) => code,
    codesOf: (code: string) => [code],
  };
  return { ...plain, ...more } as unknown as CatalogueView;
}

const sourceOf = (series: Record<string, Series>): FigureSource =>
  ({
    many: async (_: string, codes: readonly string[]) => new Map(codes.map((code) => [code, series[code] ?? []])),
  }) as unknown as FigureSource;

function scope(affected: readonly string[], of: Definition, view: CatalogueView): Scope {
  const defined = { target: target(version(1, { first: true }, [element()])), code: 'floor', definitions: [of] };
  return {
    ...defined,
    members: new Members(defined, view),
    affected,
    whole: false,
    from: '0000',
    to: '9999',
  };
}

function load(series: Record<string, Series>, areas: readonly string[], view = catalogue(), of = definition()): Promise<ElementCells> {
  const grouped = { ...view, group: () => ({ areas }) } as unknown as CatalogueView;
  const cut = { position: '1', catalogue: grouped, figures: sourceOf(series), backings: { of: async () => 'normal' as const } };
  return ElementCells.load(scope(areas, of, grouped), { cut, trigger: TODAY }, new Map());
}

describe('the cells of an element', () => {
  const barnsley = { codesOf: () => ['E08000016', 'E08000038'] };

  it('find the figures of a recoded area under whichever code they were published', async () => {
    const view = catalogue({ ...barnsley, codeAt: (code, date) => (date < '2025-04-01' ? 'E08000016' : 'E08000038') });
    const byOld = await load({ E08000016: [known(41)] }, ['E08000016'], view);
    const byNew = await load({ E08000038: [known(42)] }, ['E08000016'], view);
    expect([byOld, byNew].map((cells) => cells.at('E08000016', YEAR)!.judgement)).toMatchObject([
      { area: 'E08000016', value: 41, outcome: 'met' },
      { area: 'E08000016', value: 42, outcome: 'met' },
    ]);
    expect(byNew.periodsOf('E08000016')).toEqual([YEAR]);
  });

  it('say not comparable of an area that has ended without a recode', async () => {
    const merged = { code: 'E07000026', name: 'a', type: 'district', from: null, until: '2003-04-01', parents: [], vintages: [] } as const;
    const cells = await load(
      { E08000021: [known(1)] },
      ['E07000026', 'E08000021'],
      catalogue({ area: (c) => (c === merged.code ? merged : undefined) }),
    );
    expect(cells.at('E07000026', YEAR)!.judgement).toMatchObject({ outcome: 'not-judged', reason: 'not-comparable' });
    expect(cells.at('E07000026', financialYears(2002))!.judgement).toMatchObject({ reason: 'missing' });
  });

  it('are 88 districts in 12 windows in little of a second', async () => {
    const areas = Array.from({ length: 88 }, (_, i) => `E08000${String(i).padStart(3, '0')}`);
    const windows = Array.from({ length: 12 }, (_, i): Period => ({ kind: 'rolling', start: addMonths('2002-01-01', i), months: 12 }));
    const series = windows.map((period, i) => ({ ...outOf(1000 + 20 * i, 20_400, 1000), period }));
    const floor = definition({ kind: 'multiple-of-national', polarity: 'lower', multiple: 3, national: 'E92000001' });
    const all = Object.fromEntries([...areas, 'E92000001'].map((area) => [area, series]));
    const runMs = async (): Promise<number> => {
      const start = performance.now();
      const cells = await load(all, areas, catalogue(), floor);
      const judged = areas.flatMap((area) => cells.periodsOf(area).map((period) => cells.at(area, period)!.judgement.certainty));
      expect(judged).toEqual(Array.from({ length: 88 * 12 }, () => '99.8'));
      return performance.now() - start;
    };
    const runs: number[] = [];
    for (let run = 0; run < 5; run += 1) runs.push(await runMs());
    expect(Math.min(...runs)).toBeLessThan(100);
  });
});
