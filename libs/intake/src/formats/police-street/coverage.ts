import type { CatalogueView } from '#libs/catalogue';
import { wordsOf } from './reporters.js';

/** Which small areas a file speaks for, zeros included; or why that is not known. */
export type Coverage = Covered | { readonly unknown: string };

/** The small areas of a police force area, in one code set. */
export interface Covered {
  readonly area: string;
  readonly lsoas: ReadonlySet<string>;
}

const COUNTRIES = ['E92000001', 'W92000004'];
/** A code set is in use by the police about two years after its census date's geography came out. */
const IN_USE: Readonly<Record<string, string>> = { '2011': '2013', '2021': '2023' };

/** What a force's file covers: its police force area's districts, in the code set that most of the file's small areas belong to. */
export class ForceCoverage {
  constructor(
    private readonly catalogue: CatalogueView,
    private readonly forces: Readonly<Record<string, string>>,
  ) {}

  of(force: string | undefined, month: string, named: readonly string[]): Coverage {
    if (force === undefined) return { unknown: 'the file name gives no force, so what is not named is not known to be zero' };
    const area = this.areaOf(force, named);
    if (area === undefined)
      return { unknown: `the catalogue knows no police force area called "${force}"; import the districts' lookup to police force areas` };
    const vintage = this.vintageOf(named, month);
    if (vintage === undefined) return { unknown: 'the catalogue knows no code set of the small areas in the file; import their lookup' };
    const districts = this.catalogue.within(area, 'district');
    const without = districts.filter((district) => this.catalogue.within(district, 'lsoa', { vintage }).length === 0);
    if (districts.length === 0)
      return { unknown: `the catalogue has no districts in ${area}; import the districts' lookup to police force areas` };
    if (without.length > 0)
      return { unknown: `the catalogue has no ${vintage} small areas in ${without.slice(0, 5).join(', ')}; import their lookup` };
    return { area, lsoas: new Set(this.catalogue.within(area, 'lsoa', { vintage })) };
  }

  private areaOf(force: string, named: readonly string[]): string | undefined {
    const { catalogue } = this;
    const told = Object.hasOwn(this.forces, force) ? this.forces[force] : undefined;
    if (told !== undefined) return catalogue.area(told) ? told : undefined;
    const words = wordsOf(force);
    const isIt = (code: string | undefined): boolean => code !== undefined && wordsOf(catalogue.area(code)?.name ?? '') === words;
    for (const country of COUNTRIES) {
      const found = catalogue.within(country, 'police-force-area').find(isIt);
      if (found !== undefined) return found;
    }
    // A force area need not lie in a country: the small areas lead to it, too.
    for (const lsoa of named) {
      const parent = catalogue.parentOf(lsoa, 'police-force-area');
      if (isIt(parent)) return parent;
    }
    return undefined;
  }

  private vintageOf(named: readonly string[], month: string): string | undefined {
    const counts = new Map<string, number>();
    for (const code of named) {
      for (const vintage of this.catalogue.area(code)?.vintages ?? []) counts.set(vintage, (counts.get(vintage) ?? 0) + 1);
    }
    const most = Math.max(0, ...counts.values());
    const best = [...counts].filter(([, count]) => count === most).map(([vintage]) => vintage);
    best.sort();
    // Where the codes fit several sets, the latest that was in use by then.
    return best.findLast((vintage) => (IN_USE[vintage] ?? '') <= month) ?? best[0];
  }
}
