import { type AreaType, areaTypeOf } from '#libs/kernel';
import type { AreaEntry } from './area-entry.js';
import type { AreaRegistry } from './area-registry.js';
import { Containment, holdsAt } from './containment.js';
import { Likeness } from './likeness.js';
import { Places } from './places.js';

/** How a list of areas may be narrowed: to a date, and for small areas to one code set. */
export interface Narrowing {
  readonly date?: string;
  readonly vintage?: string;
}

const LISTS_MAX = 20_000;
/** Nothing of a larger type lies in these, so no search for one looks below them. */
const SMALLEST: ReadonlySet<AreaType> = new Set(['lsoa', 'msoa', 'ward']);

/** Answers what lies where, for one registry of areas; what was asked once is remembered. */
export class AreaIndex {
  readonly places: Places;
  private readonly containment: Containment;
  private dates: readonly string[] | undefined;
  /** Made when first asked for: most files name known areas alone. */
  private likeness: Likeness<AreaEntry> | undefined;
  private readonly lists = new Map<string, readonly string[]>();

  constructor(private readonly registry: AreaRegistry) {
    this.places = new Places(registry);
    this.containment = new Containment(registry, this.places);
  }

  /** Codes of this type in the area, in code order; without a date as things stand, or stood on the area's last day. */
  within(code: string, type: AreaType, { date, vintage }: Narrowing): readonly string[] {
    const on = date ?? this.places.lastDay(code);
    const key = `${code} ${type} ${vintage ?? ''} ${this.stretchOf(on)}`;
    let list = this.lists.get(key);
    if (list === undefined) {
      if (this.lists.size >= LISTS_MAX) this.lists.clear();
      this.lists.set(key, (list = this.search(code, type, on, vintage)));
    }
    return list;
  }

  /** The nearest area of this type above, level by level; of several the one that exists on the date with the greatest code, which was given last. */
  parentOf(code: string, type: AreaType, date: string | undefined): string | undefined {
    if (this.typeOf(code) === type) return code;
    const on = date ?? this.places.lastDay(code);
    const seen = new Set<string>();
    let level = [this.places.of(code)];
    while (level.length > 0) {
      const above = level.flatMap((place) =>
        this.containment
          .above(place)
          .filter((p) => holdsAt(p, on))
          .map((p) => this.places.of(p.code)),
      );
      level = [...new Set(above)].filter((place) => !seen.has(place));
      for (const place of level) seen.add(place);
      const found = level
        .filter((place) => this.typeOf(place) === type && this.places.existsAt(place, on))
        .sort()
        .at(-1);
      if (found !== undefined) return this.places.codeAt(found, on);
    }
    return undefined;
  }

  /** Whether the area is, was or lies in one of these, at any date. */
  liesIn(code: string, containers: readonly string[]): boolean {
    const wanted = new Set(containers.map((container) => this.places.of(container)));
    const seen = new Set([this.places.of(code)]);
    for (const place of seen) {
      if (wanted.has(place)) return true;
      for (const parent of this.containment.above(place)) seen.add(this.places.of(parent.code)); // A set is walked to its end as it grows.
    }
    return false;
  }

  /** What a text that is no code may have been meant for. */
  like(text: string): readonly AreaEntry[] {
    this.likeness ??= new Likeness(this.registry.all());
    return this.likeness.like(text);
  }

  private search(code: string, type: AreaType, on: string, vintage: string | undefined): readonly string[] {
    if (this.typeOf(code) === type) return this.isOf(code, vintage) ? [code] : [];
    const found: string[] = [];
    const seen = new Set([this.places.of(code)]);
    for (const place of seen) {
      const own = this.typeOf(place);
      if (own === type) this.take(place, on, vintage, found);
      if (SMALLEST.has(own) && !SMALLEST.has(type)) continue;
      for (const child of this.containment.below(place)) if (holdsAt(child, on)) seen.add(child.code);
    }
    return found.sort();
  }

  private take(place: string, on: string, vintage: string | undefined, found: string[]): void {
    if (!this.places.existsAt(place, on)) return;
    const code = this.places.codeAt(place, on);
    if (this.isOf(code, vintage)) found.push(code);
  }

  private isOf(code: string, vintage: string | undefined): boolean {
    const vintages = this.registry.get(code)?.vintages ?? [];
    return vintage === undefined || vintages.length === 0 || vintages.includes(vintage);
  }

  private typeOf(code: string): AreaType {
    return this.registry.get(code)?.type ?? areaTypeOf(code);
  }

  /** Between two dates on which something changed every question has one answer. */
  private stretchOf(date: string): number {
    this.dates ??= datesOf(this.registry);
    let low = 0;
    let high = this.dates.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.dates[middle]! <= date) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function datesOf(registry: AreaRegistry): readonly string[] {
  const dates = new Set<string | null>();
  for (const { from, until, parents } of registry.all()) {
    dates.add(from).add(until);
    for (const parent of parents) dates.add(parent.from).add(parent.until);
  }
  for (const [, links] of registry.linked()) for (const { date } of links) dates.add(date);
  return [...dates].filter((d) => d !== null).sort();
}
