import type { CatalogueView, Derivation } from '#libs/catalogue';
import { areaTypeOf } from '#libs/kernel';

/** What an event of the log touched. */
export interface Touched {
  /** Registers of fed figures: by indicator, by area prefix, the years written. */
  readonly registers: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
  /** Definitions made anew. */
  readonly targets: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly indicators: ReadonlySet<string>;
  /** Areas or their boundaries: whatever is a sum may have changed. */
  readonly areas: boolean;
  /** A day that began: what ended the day before is judged from now on. */
  readonly day?: string;
}

/** Which areas, and which periods that share a day with `[from, to)`, may have another figure now. */
export interface Reach {
  readonly from: string;
  readonly to: string;
  covers(area: string): boolean;
}

const FIRST = '0000-01-01';
const LAST = '9999-12-31';

/** Everywhere and always. */
export const EVERYTHING: Reach = { from: FIRST, to: LAST, covers: () => true };

/** Follows what was touched through the derived indicators that are made of it; it may reach too far, never too near. */
export class Reaches {
  private readonly found = new Map<string, Reach | null>();

  constructor(
    private readonly catalogue: CatalogueView,
    private readonly touched: Touched,
  ) {}

  /** What may have changed of an indicator; null when nothing has. */
  of(indicator: string): Reach | null {
    const known = this.found.get(indicator);
    if (known !== undefined) return known;
    this.found.set(indicator, null); // A definition in a circle reaches nothing by itself.
    const reach = this.find(indicator);
    this.found.set(indicator, reach);
    return reach;
  }

  private find(indicator: string): Reach | null {
    const { areas, indicators, registers } = this.touched;
    if (areas || indicators.has(indicator)) return EVERYTHING;
    const fed = fedReach(registers.get(indicator));
    const derived = this.catalogue.indicator(indicator)?.derived;
    return derived ? union(fed, this.through(derived)) : fed;
  }

  private through(rule: Derivation): Reach | null {
    if ('sumOver' in rule) return this.of(rule.sumOver.of);
    if ('sumOfParts' in rule) {
      const parts = this.of(rule.sumOfParts.of);
      return parts && { ...parts, covers: this.wholes(parts, rule.sumOfParts.level) };
    }
    const { numerator, denominator, denominatorPeriod } = rule.rate;
    const under = this.of(denominator);
    return union(this.of(numerator), under && denominatorReach(under, denominatorPeriod));
  }

  /** Every code that the part has had, and of what became part of it. */
  private codesEver(part: string): readonly string[] {
    const linked = this.catalogue.links(part);
    return linked.length === 0 ? [part] : [...this.catalogue.codesOf(part), ...linked.flatMap(({ from, to }) => [from, to])];
  }

  private wholes(parts: Reach, level: Parameters<CatalogueView['within']>[1]): Reach['covers'] {
    const covered = new Map<string, boolean>();
    return (area) => {
      let yes = covered.get(area);
      if (yes === undefined) {
        const type = this.catalogue.area(area)?.type ?? areaTypeOf(area);
        yes = this.catalogue
          .within(area, type === level ? 'lsoa' : level)
          .some((part) => this.codesEver(part).some((code) => parts.covers(code)));
        covered.set(area, yes);
      }
      return yes;
    };
  }
}

function fedReach(registers: ReadonlyMap<string, readonly string[]> | undefined): Reach | null {
  if (!registers || registers.size === 0) return null;
  const years = [...registers.values()].flat().map(Number);
  const year = (n: number): string => `${String(n).padStart(4, '0')}-01-01`;
  return {
    from: year(years.reduce((a, b) => Math.min(a, b))),
    to: year(years.reduce((a, b) => Math.max(a, b)) + 1),
    covers: (area) => registers.has(area.slice(0, 7)),
  };
}

/** The latest denominator serves every numerator after it, a fixed one serves all. */
function denominatorReach(reach: Reach, which: string): Reach {
  if (which === 'same') return reach;
  return { ...reach, from: which === 'latest' ? reach.from : FIRST, to: LAST };
}

/** Both together. */
export function union(a: Reach | null, b: Reach | null): Reach | null {
  if (!a || !b) return a ?? b;
  return {
    from: a.from < b.from ? a.from : b.from,
    to: a.to > b.to ? a.to : b.to,
    covers: (area) => a.covers(area) || b.covers(area),
  };
}
