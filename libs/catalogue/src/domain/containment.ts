import type { AreaRegistry } from './area-registry.js';
import type { Places } from './places.js';
import type { Parent } from './types.js';

const NONE: readonly Parent[] = [];

/**
 * What lies in what, as places on the ground: the stated parents; the whole of an area that was merged lies in what
 * it became; the parts of one that was split lie in what they were. A small area that has none of these takes the
 * parents that all areas of its boundary change share.
 */
export class Containment {
  private children: Map<string, Parent[]> | undefined;

  constructor(
    private readonly registry: AreaRegistry,
    private readonly places: Places,
  ) {}

  /** What the place lies in directly; dated where a source has dated it. */
  above(place: string): readonly Parent[] {
    const codes = this.places.codesOf(place);
    const all = codes.length === 1 ? this.aboveCode(codes[0]!) : codes.flatMap((code) => this.aboveCode(code));
    return all.length === 0 ? this.sharedByLinked(place) : all;
  }

  /** What lies in the place directly: `code` is the place that does. */
  below(place: string): readonly Parent[] {
    this.children ??= this.index();
    return this.children.get(place) ?? NONE;
  }

  private aboveCode(code: string): readonly Parent[] {
    const stated = this.registry.get(code)?.parents ?? NONE;
    const via = this.viaLinks(code);
    return via.length === 0 ? stated : [...stated, ...via];
  }

  private viaLinks(code: string): readonly Parent[] {
    const links = this.registry.links(code);
    if (links.length === 0) return NONE;
    return links.flatMap((link) => {
      if (link.kind === 'merge' && link.from === code) return [undated(link.to)];
      if (link.kind === 'split' && link.to === code) return [undated(link.from)];
      return [];
    });
  }

  private sharedByLinked(code: string): readonly Parent[] {
    const others = this.registry
      .links(code)
      .filter((l) => l.kind !== 'recode')
      .map((l) => this.registry.get(l.from === code ? l.to : l.from)?.parents ?? NONE);
    const [first = NONE, ...rest] = others;
    return first.filter((p) => rest.every((list) => list.some((q) => q.code === p.code)));
  }

  private index(): Map<string, Parent[]> {
    const children = new Map<string, Parent[]>();
    const seen = new Set<string>();
    for (const { code } of this.registry.all()) {
      const place = this.places.of(code);
      if (seen.has(place)) continue;
      seen.add(place);
      for (const parent of this.above(place)) this.put(children, this.places.of(parent.code), place, parent);
    }
    return children;
  }

  private put(children: Map<string, Parent[]>, above: string, below: string, { from, until }: Parent): void {
    if (above === below) return;
    const list = children.get(above);
    const child = { code: below, from, until };
    if (list === undefined) children.set(above, [child]);
    else list.push(child);
  }
}

const undated = (code: string): Parent => ({ code, from: null, until: null });

/** Whether a dated statement holds on this date. */
export const holdsAt = ({ from, until }: Pick<Parent, 'from' | 'until'>, date: string): boolean =>
  (from === null || from <= date) && (until === null || date < until);
