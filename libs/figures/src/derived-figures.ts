import type { CatalogueView, Derivation } from '#libs/catalogue';
import { comparePeriods, periodKey } from '#libs/kernel';
import { FigureSource, type Known, type SeeValue, type Series } from './figure-source.js';
import { rates } from './derive/rate.js';
import { sumOfParts } from './derive/sum-of-parts.js';
import { sumsOver } from './derive/sum-over-periods.js';

type Of<K extends string> = Extract<Derivation, Record<K, unknown>>;

/**
 * Figures of fed and of derived indicators alike, at the source's cut. An official figure for the same observation
 * wins over a derived one, and says so. What was worked out is kept for the life of the object: one for each cut.
 */
export class DerivedFigures extends FigureSource {
  private readonly done = new Map<string, Series>();

  constructor(
    private readonly source: FigureSource,
    private readonly catalogue: CatalogueView,
  ) {
    super();
  }

  override async many(indicator: string, areas: readonly string[], breakdown = ''): Promise<ReadonlyMap<string, Series>> {
    const key = (area: string): string => `${indicator} ${area} ${breakdown}`;
    const open = areas.filter((area) => !this.done.has(key(area)));
    for (const [area, series] of await this.work(indicator, open, breakdown)) this.done.set(key(area), series);
    return new Map(areas.map((area) => [area, this.done.get(key(area)) ?? []]));
  }

  override visit(indicator: string, slots: ReadonlyMap<string, number>, see: SeeValue): Promise<void> {
    return this.catalogue.indicator(indicator)?.derived ? super.visit(indicator, slots, see) : this.source.visit(indicator, slots, see);
  }

  private async work(indicator: string, areas: readonly string[], breakdown: string): Promise<ReadonlyMap<string, Series>> {
    if (areas.length === 0) return new Map();
    const meta = this.catalogue.indicator(indicator);
    const fed = await this.source.many(indicator, areas, breakdown);
    if (!meta?.derived || breakdown !== '') return fed;
    const derived = await this.derive(meta.derived, meta.per, areas);
    return new Map(areas.map((area) => [area, withOfficial(derived.get(area) ?? [], fed.get(area) ?? [])]));
  }

  private async derive(rule: Derivation, per: number, areas: readonly string[]): Promise<ReadonlyMap<string, Series>> {
    if ('sumOfParts' in rule) return sumOfParts(this, this.catalogue, (rule as Of<'sumOfParts'>).sumOfParts, areas);
    if ('sumOver' in rule) {
      const { sumOver } = rule as Of<'sumOver'>;
      return mapped(await this.many(sumOver.of, areas), (series) => sumsOver(series, sumOver));
    }
    const { rate } = rule as Of<'rate'>;
    const denominators = await this.many(rate.denominator, areas);
    return mapped(await this.many(rate.numerator, areas), (series, area) => rates(series, denominators.get(area) ?? [], { ...rate, per }));
  }
}

function mapped(all: ReadonlyMap<string, Series>, change: (series: Series, area: string) => Series): Map<string, Series> {
  return new Map([...all].map(([area, series]) => [area, change(series, area)]));
}

function withOfficial(derived: Series, fed: Series): Series {
  if (fed.length === 0) return derived;
  const stated = new Set(fed.map((k) => periodKey(k.period)));
  const official = fed.map((k): Known => ({ ...k, official: true }));
  return [...derived.filter((k) => !stated.has(periodKey(k.period))), ...official].sort((a, b) => comparePeriods(a.period, b.period));
}
