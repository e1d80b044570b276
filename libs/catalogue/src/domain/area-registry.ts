import type { AreaLinksImported, AreasImported } from './events.js';
import { type AreaEntry, merged } from './area-entry.js';
import { fromColumns } from './area-facts.js';
import { unpackRuns } from './columns.js';
import type { AreaLink } from './types.js';

/** Of two sources that call one change by different kinds, the first in this list is believed. */
const KINDS: readonly AreaLink['kind'][] = ['recode', 'merge', 'split', 'irregular'];

/** The link after one more source spoke of the same change, the same object where that says nothing new. */
export function mergedLink(standing: AreaLink | undefined, stated: AreaLink): AreaLink {
  if (standing === undefined) return stated;
  const kind = KINDS.indexOf(stated.kind) < KINDS.indexOf(standing.kind) ? stated.kind : standing.kind;
  const date = [standing.date, stated.date].filter((d) => d !== null).sort()[0] ?? null;
  return kind === standing.kind && date === standing.date ? standing : { ...standing, kind, date };
}

const NONE: readonly AreaLink[] = [];

/** Every area and boundary change that sources have stated. A registry that was handed out does not change: `with` makes the next one. */
export class AreaRegistry {
  static readonly empty = new AreaRegistry(new Map(), new Map());

  private constructor(
    private readonly entries: Map<string, AreaEntry>,
    private readonly changes: Map<string, readonly AreaLink[]>,
  ) {}

  get(code: string): AreaEntry | undefined {
    return this.entries.get(code);
  }

  get size(): number {
    return this.entries.size;
  }

  all(): IterableIterator<AreaEntry> {
    return this.entries.values();
  }

  /** The changes from and to an area, in order of the other's code. */
  links(code: string): readonly AreaLink[] {
    return this.changes.get(code) ?? NONE;
  }

  linked(): IterableIterator<readonly [string, readonly AreaLink[]]> {
    return this.changes.entries();
  }

  link(from: string, to: string): AreaLink | undefined {
    return this.links(from).find((l) => l.from === from && l.to === to);
  }

  /** The registry after these events; copied once, however many they are. */
  with(events: readonly (AreasImported | AreaLinksImported)[]): AreaRegistry {
    const next = new AreaRegistry(new Map(this.entries), new Map(this.changes));
    for (const event of events) {
      if (event.type === 'AreasImported') next.takeAreas(event.data);
      else next.takeLinks(event.data);
    }
    return next;
  }

  private takeAreas(data: AreasImported['data']): void {
    for (const fact of fromColumns(data)) {
      this.entries.set(fact.code, merged(this.entries.get(fact.code), fact, data.rank));
    }
  }

  private takeLinks({ from, to, kind, date }: AreaLinksImported['data']): void {
    const kinds = unpackRuns(kind);
    const dates = unpackRuns(date);
    from.forEach((code, i) => {
      const stated: AreaLink = { from: code, to: to[i]!, kind: kinds[i]!, date: dates[i]! };
      const link = mergedLink(this.link(stated.from, stated.to), stated);
      this.put(link.from, link);
      this.put(link.to, link);
    });
  }

  private put(code: string, link: AreaLink): void {
    const others = this.links(code).filter((l) => l.from !== link.from || l.to !== link.to);
    this.changes.set(
      code,
      [...others, link].sort((a, b) => (a.from + a.to < b.from + b.to ? -1 : 1)),
    );
  }
}
