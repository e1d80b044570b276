import type { CatalogueView } from '#libs/catalogue';
import { type AreaType, areaTypeOf } from '#libs/kernel';

/** One set of parts that an area may be summed from. */
export interface PartSet {
  readonly area: string;
  /** How many parts there are. */
  readonly needed: number;
}

/** Which sets each part belongs to. Parts have slots in code order. */
export interface PartsIndex {
  readonly slots: ReadonlyMap<string, number>;
  readonly sets: readonly PartSet[];
  /** By slot: indexes into `sets`. */
  readonly memberOf: readonly (readonly number[])[];
}

const VINTAGES = ['2001', '2011', '2021'];

const kept = new WeakMap<CatalogueView, Map<string, PartsIndex>>();

/** The parts of these areas; worked out once for each state of the catalogue. */
export function partsIndex(catalogue: CatalogueView, areas: readonly string[], level: AreaType): PartsIndex {
  let indexes = kept.get(catalogue);
  if (!indexes) kept.set(catalogue, (indexes = new Map()));
  const key = `${catalogue.position} ${level} ${areas.join(' ')}`;
  let index = indexes.get(key);
  if (!index) {
    if (indexes.size > 100) indexes.clear(); // Other questions, or another position of the same catalogue.
    indexes.set(key, (index = build(catalogue, areas, level)));
  }
  return index;
}

function build(catalogue: CatalogueView, areas: readonly string[], level: AreaType): PartsIndex {
  const all = areas.flatMap((area) => setsOf(catalogue, area, level).map((parts) => ({ area, parts })));
  const codes = [...new Set(all.flatMap(({ parts }) => parts))].sort();
  const slots = new Map(codes.map((code, slot) => [code, slot]));
  const memberOf: number[][] = codes.map(() => []);
  all.forEach(({ parts }, set) => parts.forEach((part) => memberOf[slots.get(part)!]!.push(set)));
  return { slots, sets: all.map(({ area, parts }) => ({ area, needed: parts.length })), memberOf };
}

/** One set for each vintage of small areas, or the one set of larger parts. For an area that is itself of the level the parts are its small areas. */
function setsOf(catalogue: CatalogueView, area: string, level: AreaType): (readonly string[])[] {
  const type = catalogue.area(area)?.type ?? areaTypeOf(area);
  const of = type === level ? 'lsoa' : level;
  const vintages = of === 'lsoa' ? VINTAGES.map((vintage) => catalogue.within(area, of, { vintage })) : [];
  const sets = vintages.some((parts) => parts.length > 0) ? vintages : [catalogue.within(area, of)];
  return sets.filter((parts) => parts.length > 0);
}
