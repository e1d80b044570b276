import type { CatalogueView, Element, Target } from '#libs/catalogue';
import { addDays, endOf, type Period } from '#libs/kernel';
import { type Definition, definitionsOf, type Gap } from './element-periods.js';
import { hasEnded } from './opening.js';
import { Members, successorOn } from './members.js';
import { EVERYTHING, type Reach, Reaches, type Touched, union } from './reach.js';

/** What of one element must be judged again. */
export interface Scope {
  readonly target: Target;
  readonly code: string;
  readonly definitions: readonly (Definition | Gap)[];
  readonly members: Members;
  /** The areas that may be judged anew, as their group names them. */
  readonly affected: readonly string[];
  /** Whether areas may have come to the element or left it. */
  readonly whole: boolean;
  readonly from: string;
  readonly to: string;
  /** By area, from which position on it was left unjudged: what was delivered since is news still. */
  readonly missed?: ReadonlyMap<string, string>;
}

/** The codes of all elements that a target has or had. */
export const elementsOf = (target: Target): string[] => [...new Set(target.versions.flatMap((v) => v.elements.map((e) => e.code)))];

/** All of an element: every area and period. */
export function wholeScope(catalogue: CatalogueView, target: Target, code: string): Scope {
  const definitions = definitionsOf(target, code, (indicator) => catalogue.indicator(indicator));
  const members = new Members({ target, code, definitions }, catalogue);
  return { target, code, definitions, members, affected: members.ever(), whole: true, from: EVERYTHING.from, to: EVERYTHING.to };
}

/** All elements that what was touched reaches. */
export function scopesOf(catalogue: CatalogueView, touched: Touched): readonly Scope[] {
  const finder = new ScopeFinder(catalogue, touched, new Reaches(catalogue, touched));
  return catalogue.targets().flatMap((target) => {
    return elementsOf(target).flatMap((code) => finder.scopeOf(target, code) ?? []);
  });
}

/**
 * The element in the periods that came to be judged on this day, of those it has documents of; as a whole on the day from which
 * another version of it applies, for areas may leave it then. Null where the day changes nothing.
 */
export function scopeOnDay(
  catalogue: CatalogueView,
  element: { target: Target; code: string; periods: readonly Period[] },
  day: string,
): Scope | null {
  const { target, code, periods } = element;
  const all = wholeScope(catalogue, target, code);
  if (all.definitions.some(({ appliesFrom }) => appliesFrom?.start === day)) return all;
  const real = all.definitions.filter((d): d is Definition => d.element !== null);
  const lags = real.map((definition) => catalogue.indicator(definition.element.indicator)!);
  const isNews = (period: Period): boolean =>
    lags.some((indicator) => hasEnded(endOf(period), indicator, day) && !hasEnded(endOf(period), indicator, addDays(day, -1)));
  const ended = periods.filter(isNews);
  if (ended.length === 0) return null;
  const from = ended.map(({ start }) => start).sort()[0]!;
  return { ...all, whole: false, from, to: ended.map(endOf).sort().at(-1)! };
}

class ScopeFinder {
  constructor(
    private readonly catalogue: CatalogueView,
    private readonly touched: Touched,
    private readonly reaches: Reaches,
  ) {}

  scopeOf(target: Target, code: string): Scope | null {
    const definitions = definitionsOf(target, code, (indicator) => this.catalogue.indicator(indicator));
    const real = definitions.filter((d): d is Definition => d.element !== null);
    const own = real.reduce<Reach | null>((sum, { element }) => union(sum, this.reaches.of(element.indicator)), null);
    const whole = real.reduce(
      (sum, { element }) => union(sum, this.wholeOf(element)),
      this.touched.targets.has(target.code) ? EVERYTHING : null,
    );
    const reach = union(own, whole);
    if (!reach) return null;
    const members = new Members({ target, code, definitions }, this.catalogue);
    const ever = members.ever();
    const affected = whole ? ever : ever.filter((area) => this.codesOf(area).some((alias) => reach.covers(alias)));
    if (affected.length === 0 && !whole) return null;
    const isWhole = whole !== null || this.touched.areas;
    return { target, code, definitions, members, affected, whole: isWhole, from: reach.from, to: reach.to };
  }

  /** Every code of the place, and of what it was merged into: the figures of either end or open its episodes. */
  private codesOf(area: string): readonly string[] {
    const into = successorOn(area, this.catalogue, '9999-12-31');
    return [...this.catalogue.codesOf(area), ...(into === area ? [] : this.catalogue.codesOf(into))];
  }

  /** What reaches all the areas of an element at once: its group, or the figure that all are compared with. */
  private wholeOf({ areas, indicator, national }: Element): Reach | null {
    if (this.touched.groups.has(areas)) return EVERYTHING;
    const reach = this.reaches.of(indicator);
    return national !== undefined && reach?.covers(national) ? reach : null;
  }
}
