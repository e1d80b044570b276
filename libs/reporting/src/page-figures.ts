import { FigureSource, knownOn, type RegisterPage, type SeeValue, type Series, visitPage } from '#libs/figures';
import { comparePeriods } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { type SeriesPage, seriesKey } from './domain/series-page.js';
import { SERIES } from './readers/series-reader.js';

const KEYS_AT_ONCE = 100;

/** Current figures from the series pages: what today's questions read. */
export class PageFigures extends FigureSource {
  constructor(private readonly readStore: ReadStore) {
    super();
  }

  override async many(indicator: string, areas: readonly string[], breakdown = ''): Promise<ReadonlyMap<string, Series>> {
    const wanted = new Set(areas);
    const found = new Map<string, Series>(areas.map((area) => [area, []]));
    for await (const page of this.pages(indicator, areas)) {
      for (const [area, known] of knownOn(page, wanted, breakdown)) found.set(area, [...found.get(area)!, ...known]);
    }
    return new Map([...found].map(([area, series]) => [area, [...series].sort((a, b) => comparePeriods(a.period, b.period))]));
  }

  override async visit(indicator: string, slots: ReadonlyMap<string, number>, see: SeeValue): Promise<void> {
    for await (const page of this.pages(indicator, [...slots.keys()])) visitPage(page, slots, see);
  }

  private async *pages(indicator: string, areas: readonly string[]): AsyncGenerator<RegisterPage> {
    const keys = [...new Set(areas.map((area) => seriesKey(indicator, area.slice(0, 7))))].sort();
    for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
      const key = keys.slice(from, from + KEYS_AT_ONCE);
      let cursor: string | undefined;
      do {
        const page = await this.readStore.find<SeriesPage>(SERIES.name, { where: { key }, limit: 1000, cursor });
        yield* page.items;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    }
  }
}
