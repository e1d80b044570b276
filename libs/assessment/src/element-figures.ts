import type { CatalogueView } from '#libs/catalogue';
import type { DerivedBackings, FigureSource, Known } from '#libs/figures';
import { periodKey } from '#libs/kernel';
import type { Scope } from './domain/scope.js';

/** The catalogue and the figures as the log held them at one position. */
export interface LogCut {
  readonly position: string;
  readonly catalogue: CatalogueView;
  readonly figures: FigureSource;
  readonly backings: Pick<DerivedBackings, 'of'>;
}

/** By period key. */
type Figures = ReadonlyMap<string, Known>;

/** The figures that one element is judged on, read once: of all its affected areas, and of what they are compared with. */
export class ElementFigures {
  private readonly aliases = new Map<string, readonly string[]>();

  private constructor(
    private readonly catalogue: CatalogueView,
    private readonly byIndicator: ReadonlyMap<string, ReadonlyMap<string, Figures>>,
  ) {}

  static async load({ definitions, affected }: Scope, { catalogue, figures }: LogCut): Promise<ElementFigures> {
    const places = affected.flatMap((area) => catalogue.codesOf(area));
    const wanted = new Map<string, Set<string>>();
    for (const { element } of definitions) {
      if (!element) continue;
      const codes = wanted.get(element.indicator) ?? new Set(places);
      if (element.national !== undefined) codes.add(element.national);
      wanted.set(element.indicator, codes);
    }
    const found = new Map<string, ReadonlyMap<string, Figures>>();
    for (const [indicator, codes] of wanted) {
      const series = await figures.many(indicator, [...codes].sort());
      found.set(indicator, new Map([...series].map(([code, all]) => [code, new Map(all.map((k) => [periodKey(k.period), k]))])));
    }
    return new ElementFigures(catalogue, found);
  }

  /** Every figure of an area under any of its codes, with its indicator. */
  *statedOf(area: string): Iterable<{ indicator: string; key: string; known: Known }> {
    for (const [indicator, byCode] of this.byIndicator) {
      for (const code of this.aliasesOf(area)) {
        for (const [key, known] of byCode.get(code) ?? []) yield { indicator, key, known };
      }
    }
  }

  /** The figure of exactly this code. */
  ofCode(indicator: string, code: string, key: string): Known | undefined {
    return this.byIndicator.get(indicator)?.get(code)?.get(key);
  }

  /** The figure of the area: under the code that it had on the date, else under another of its codes. */
  of(indicator: string, area: string, key: string, date: string): Known | undefined {
    const dated = this.ofCode(indicator, this.catalogue.codeAt(area, date), key);
    if (dated) return dated;
    for (const alias of this.aliasesOf(area)) {
      const known = this.ofCode(indicator, alias, key);
      if (known) return known;
    }
    return undefined;
  }

  private aliasesOf(area: string): readonly string[] {
    let aliases = this.aliases.get(area);
    if (!aliases) this.aliases.set(area, (aliases = this.catalogue.codesOf(area)));
    return aliases;
  }
}
