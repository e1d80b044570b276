import type { CatalogueView } from '#libs/catalogue';
import { type AreaType, areaTypeOf } from '#libs/kernel';

/** One set of parts that an area may be summed from. */
export interface PartSet {
  readonly area: string;
  /** How many parts there are. */
  readonly needed: number;
}

/** Which sets each part belongs to. Codes of parts have slots in code order; a part that was recoded has a slot for each of its codes. */
export interface PartsIndex {
  readonly slots: ReadonlyMap<string, number>;
  readonly sets: readonly PartSet[];
  /** By slot: indexes into `sets`. */
  readonly memberOf: readonly (readonly number[])[];
  /** By slot: the slot of the code that the part has on the date, its own where it has no other. */
  readonly partOf: readonly number[];
  /** Whether every part has one code. */
  readonly isPlain: boolean;
}

const VINTAGES = ['2001', '2011', '2021'];

const kept = new WeakMap<CatalogueView, Map<string, PartsIndex>>();

/** The parts of these areas as they stand, or as they were on a date; worked out once for each state of the catalogue. */
export function partsIndex(catalogue: CatalogueView, areas: readonly string[], level: AreaType, date?: string): PartsIndex {
  let indexes = kept.get(catalogue);
  if (!indexes) kept.set(catalogue, (indexes = new Map()));
  const key = `${catalogue.position} ${level} ${date ?? ''} ${areas.join(' ')}`;
  let index = indexes.get(key);
  if (!index) {
    if (indexes.size > 100) indexes.clear(); // Other questions, or another position of the same catalogue.
    indexes.set(key, (index = build(catalogue, areas, level, date)));
  }
  return index;
}

/** Whether the parts of all these areas are small ones: their code sets stand for their dates. */
export function areSmall(catalogue: CatalogueView, areas: readonly string[], level: AreaType): boolean {
  return areas.every((area) => partTypeOf(catalogue, area, level) === 'lsoa');
}

function build(catalogue: CatalogueView, areas: readonly string[], level: AreaType, date: string | undefined): PartsIndex {
  const all = areas.flatMap((area) => setsOf(catalogue, area, level, date).map((parts) => ({ area, parts })));
  const parts = new Set(all.flatMap((set) => set.parts));
  // A code that is a part itself is no other part's second name.
  const others = [...parts].flatMap((part) => catalogue.codesOf(part).flatMap((code) => (parts.has(code) ? [] : [[code, part] as const])));
  const partByCode = new Map([...others, ...[...parts].map((part) => [part, part] as const)]);
  const codes = [...partByCode.keys()].sort();
  const slots = new Map(codes.map((code, slot) => [code, slot]));
  const memberOf: number[][] = codes.map(() => []);
  all.forEach((set, i) => set.parts.forEach((part) => memberOf[slots.get(part)!]!.push(i)));
  const partOf = codes.map((code) => slots.get(partByCode.get(code)!)!);
  const sets = all.map((set) => ({ area: set.area, needed: set.parts.length }));
  return { slots, sets, memberOf, partOf, isPlain: codes.length === parts.size };
}

/** For an area that is itself of the level the parts are its small areas. */
function partTypeOf(catalogue: CatalogueView, area: string, level: AreaType): AreaType {
  return (catalogue.area(area)?.type ?? areaTypeOf(area)) === level ? 'lsoa' : level;
}

/** One set for each vintage of small areas, or the one set of larger parts, which is that of the date. */
function setsOf(catalogue: CatalogueView, area: string, level: AreaType, date: string | undefined): (readonly string[])[] {
  const of = partTypeOf(catalogue, area, level);
  const vintages = of === 'lsoa' ? VINTAGES.map((vintage) => catalogue.within(area, of, { vintage })) : [];
  const sets = vintages.some((parts) => parts.length > 0) ? vintages : [catalogue.within(area, of, date === undefined ? {} : { date })];
  return sets.filter((parts) => parts.length > 0);
}
