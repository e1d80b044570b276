import type { CatalogueView } from '#libs/catalogue';
import { addDays, type AreaType, areaTypeOf, endOf, type Period } from '#libs/kernel';

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
  /** By slot: the slot of the code that the part has on the first of the days, its own where it has no other. */
  readonly partOf: readonly number[];
  /** Whether every part has one code. */
  readonly isPlain: boolean;
}

type Days = readonly string[] | undefined;

const VINTAGES = ['2001', '2011', '2021'];

const kept = new WeakMap<CatalogueView, Map<string, PartsIndex>>();

/** The days whose parts a figure of the period may be of: where parts change within a period, some sources state the old and some the new. */
export function daysOf(period: Period): readonly string[] {
  const last = addDays(endOf(period), -1);
  return last > period.start ? [period.start, last] : [period.start];
}

/** The parts of these areas as they stand, or as they were on some days; worked out once for each state of the catalogue. */
export function partsIndex(catalogue: CatalogueView, areas: readonly string[], level: AreaType, days?: readonly string[]): PartsIndex {
  let indexes = kept.get(catalogue);
  if (!indexes) kept.set(catalogue, (indexes = new Map()));
  const key = `${catalogue.position} ${level} ${days?.join('/') ?? ''} ${areas.join(' ')}`;
  let index = indexes.get(key);
  if (!index) {
    if (indexes.size > 100) indexes.clear(); // Other questions, or another position of the same catalogue.
    indexes.set(key, (index = build(catalogue, areas, level, days)));
  }
  return index;
}

/** Whether the parts of all these areas are small ones: their code sets stand for their dates. */
export function areSmall(catalogue: CatalogueView, areas: readonly string[], level: AreaType): boolean {
  return areas.every((area) => partTypeOf(catalogue, area, level) === 'lsoa');
}

function build(catalogue: CatalogueView, areas: readonly string[], level: AreaType, days: Days): PartsIndex {
  const all = areas.flatMap((area) => setsOf(catalogue, area, level, days).map((parts) => ({ area, parts })));
  const partByCode = byCode(catalogue, new Set(all.flatMap((set) => set.parts)));
  const codes = [...partByCode.keys()].sort();
  const slots = new Map(codes.map((code, slot) => [code, slot]));
  const memberOf: number[][] = codes.map(() => []);
  all.forEach((set, i) => set.parts.forEach((part) => memberOf[slots.get(partByCode.get(part)!)!]!.push(i)));
  const partOf = codes.map((code) => slots.get(partByCode.get(code)!)!);
  const sets = all.map((set) => ({ area: set.area, needed: set.parts.length }));
  return { slots, sets, memberOf, partOf, isPlain: codes.every((code) => partByCode.get(code) === code) };
}

/** Each code of a part, with the one that stands for the place: the first of its codes that is a part on one of the days. */
function byCode(catalogue: CatalogueView, parts: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of parts) {
    if (found.has(part)) continue;
    for (const code of [part, ...catalogue.codesOf(part)]) found.set(code, part);
  }
  return found;
}

/** For an area that is itself of the level the parts are its small areas. */
function partTypeOf(catalogue: CatalogueView, area: string, level: AreaType): AreaType {
  return (catalogue.area(area)?.type ?? areaTypeOf(area)) === level ? 'lsoa' : level;
}

/** One set for each vintage of small areas; of larger parts one for each day on which they are others. */
function setsOf(catalogue: CatalogueView, area: string, level: AreaType, days: Days): (readonly string[])[] {
  const of = partTypeOf(catalogue, area, level);
  const vintages = of === 'lsoa' ? VINTAGES.map((vintage) => catalogue.within(area, of, { vintage })) : [];
  const isSmall = vintages.some((parts) => parts.length > 0);
  const sets = isSmall ? vintages : (days?.map((date) => catalogue.within(area, of, { date })) ?? [catalogue.within(area, of, {})]);
  return [...new Map(sets.map((parts) => [parts.join(), parts])).values()].filter((parts) => parts.length > 0);
}
