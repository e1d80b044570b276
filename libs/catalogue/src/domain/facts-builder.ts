import type { AreaType } from '#libs/kernel';
import type { AreaFact, AreaFacts } from './area-facts.js';
import type { AreaLink, Parent } from './types.js';

interface Growing {
  name: string | null;
  type: AreaType | null;
  from: string | null;
  until: string | null;
  vintage: string | null;
  vintages: Set<string> | null;
  parents: Parent[];
}

/** Gathers what a source says row by row into one fact for each area; of two names the first stands. */
export class FactsBuilder {
  private readonly areas = new Map<string, Growing>();
  private readonly links = new Map<string, AreaLink>();

  constructor(
    private readonly source: string,
    private readonly rank: number,
  ) {}

  area(code: string, name: string | null = null, type: AreaType | null = null): void {
    const area = this.growing(code);
    area.name ??= name === '' ? null : name;
    area.type ??= type;
  }

  dates(code: string, from: string | null, until: string | null): void {
    const area = this.growing(code);
    area.from ??= from;
    area.until ??= until;
  }

  vintage(code: string, vintage: string): void {
    const area = this.growing(code);
    if (area.vintage === null) area.vintage = vintage;
    else if (area.vintage !== vintage) (area.vintages ??= new Set([area.vintage])).add(vintage);
  }

  parent(code: string, parent: string): void {
    if (code === parent) return;
    const { parents } = this.growing(code);
    if (!parents.some((p) => p.code === parent)) parents.push({ code: parent, from: null, until: null });
  }

  link(link: AreaLink): void {
    this.links.set(`${link.from} ${link.to}`, link);
  }

  /** The names, dates and parents of every area, in one order whatever the order of the rows. */
  facts(): AreaFacts {
    return {
      source: this.source,
      rank: this.rank,
      areas: [...this.areas].map(([code, area]) => factOf(code, area)),
      links: [...this.links.values()],
    };
  }

  private growing(code: string): Growing {
    let area = this.areas.get(code);
    if (area === undefined) {
      area = { name: null, type: null, from: null, until: null, vintage: null, vintages: null, parents: [] };
      this.areas.set(code, area);
    }
    return area;
  }
}

function factOf(code: string, { name, type, from, until, vintage, vintages, parents }: Growing): AreaFact {
  const sorted = parents.sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    code,
    name,
    type,
    from,
    until,
    vintages: vintages === null ? (vintage === null ? [] : [vintage]) : [...vintages].sort(),
    parents: sorted,
  };
}
