import type { CatalogueView, Derivation } from '#libs/catalogue';
import { endOf, type Period, periodKey } from '#libs/kernel';
import { type Backing, strongest } from '../backing.js';
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

  /** Of the area's figure in the period; null where nothing is stated. `submission` is the one that is asked about. */
  async of(indicator: string, area: string, period: Period, submission: string | null): Promise<Backing | null> {
    return strongest(await this.all(indicator, [area], period, submission));
  }

  private async all(indicator: string, areas: readonly string[], period: Period, submission: string | null): Promise<(Backing | null)[]> {
    const fed = await this.log.backings(indicator, areas, periodKey(period), submission);
    const rule = this.catalogue.indicator(indicator)?.derived;
    if (!rule) return fed;
    return Promise.all(areas.map(async (area, i) => fed[i] ?? (await this.derived(rule, area, period, submission))));
  }

  private async derived(rule: Derivation, area: string, period: Period, submission: string | null): Promise<Backing | null> {
    if ('sumOfParts' in rule) {
      const parts = [...partsIndex(this.catalogue, [area], rule.sumOfParts.level, daysOf(period)).slots.keys()];
      return strongest(await this.all(rule.sumOfParts.of, parts, period, submission));
    }
    if ('sumOver' in rule) {
      const series = await this.figures.series(rule.sumOver.of, area);
      const within = series.filter((k) => k.period.start >= period.start && endOf(k.period) <= endOf(period));
      return this.ofLeading(within.toReversed(), rule.sumOver.of, area, submission);
    }
    const { numerator, denominator, denominatorPeriod } = rule.rate;
    const over = await this.of(numerator, area, period, submission);
    if (over !== 'normal') return over;
    // A new denominator moves the rate of a numerator that is no history; it does not make history news.
    const under = await this.figures.series(denominator, area);
    const of = under.findLast((k) =>
      denominatorPeriod === 'same' ? periodKey(k.period) === periodKey(period) : k.period.start < endOf(period),
    );
    const moved = of && (await this.of(denominator, area, of.period, submission)) === 'touched';
    return moved ? 'touched' : over;
  }

  /** The first says whether all of it is history, any of them whether it was spoken of. */
  private async ofLeading(parts: readonly Known[], indicator: string, area: string, submission: string | null): Promise<Backing | null> {
    const [first, ...rest] = parts;
    const leading = first ? await this.of(indicator, area, first.period, submission) : null;
    if (leading !== 'normal') return leading;
    const others = await Promise.all(rest.map(({ period }) => this.of(indicator, area, period, submission)));
    return others.includes('touched') ? 'touched' : leading;
  }
}
