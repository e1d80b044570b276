import type { CatalogueView, Derivation } from '#libs/catalogue';
import { endOf, type Period, periodKey } from '#libs/kernel';
import { type Backing, type SpokenBy, strongest } from '../backing.js';
import type { FigureSource, Known } from '../figure-source.js';
import type { LogFigures } from '../log-figures.js';
import { daysOf, partsIndex } from './parts-index.js';

/** Says what stands behind a figure, fed or derived, at one cut of the log. */
export class DerivedBackings {
  constructor(
    private readonly log: LogFigures,
    private readonly figures: FigureSource,
    private readonly catalogue: CatalogueView,
  ) {}

  /** Of the area's figure in the period; null where nothing is stated. `by` says who is asked about. */
  async of(indicator: string, area: string, period: Period, by: SpokenBy): Promise<Backing | null> {
    return strongest(await this.all(indicator, [area], period, by));
  }

  private async all(indicator: string, areas: readonly string[], period: Period, by: SpokenBy): Promise<(Backing | null)[]> {
    const fed = await this.log.backings(indicator, areas, periodKey(period), by);
    const rule = this.catalogue.indicator(indicator)?.derived;
    if (!rule) return fed;
    return Promise.all(areas.map(async (area, i) => fed[i] ?? (await this.derived(rule, area, period, by))));
  }

  private async derived(rule: Derivation, area: string, period: Period, by: SpokenBy): Promise<Backing | null> {
    if ('sumOfParts' in rule) {
      const parts = [...partsIndex(this.catalogue, [area], rule.sumOfParts.level, daysOf(period)).slots.keys()];
      return strongest(await this.all(rule.sumOfParts.of, parts, period, by));
    }
    if ('sumOver' in rule) {
      const series = await this.figures.series(rule.sumOver.of, area);
      const within = series.filter((k) => k.period.start >= period.start && endOf(k.period) <= endOf(period));
      return this.ofLeading(within.toReversed(), rule.sumOver.of, area, by);
    }
    const { numerator, denominator, denominatorPeriod } = rule.rate;
    const over = await this.of(numerator, area, period, by);
    if (over !== 'normal') return over;
    // A new denominator moves the rate of a numerator that is no history; it does not make history news.
    const under = await this.figures.series(denominator, area);
    const of = under.findLast((k) =>
      denominatorPeriod === 'same' ? periodKey(k.period) === periodKey(period) : k.period.start < endOf(period),
    );
    const moved = of && (await this.of(denominator, area, of.period, by)) === 'touched';
    return moved ? 'touched' : over;
  }

  /** The first says whether all of it is history, any of them whether it was spoken of. */
  private async ofLeading(parts: readonly Known[], indicator: string, area: string, by: SpokenBy): Promise<Backing | null> {
    const [first, ...rest] = parts;
    const leading = first ? await this.of(indicator, area, first.period, by) : null;
    if (leading !== 'normal') return leading;
    const others = await Promise.all(rest.map(({ period }) => this.of(indicator, area, period, by)));
    return others.includes('touched') ? 'touched' : leading;
  }
}
