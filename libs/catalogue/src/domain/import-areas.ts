import { newsOf } from './area-entry.js';
import { type AreaFact, type AreaFacts, toColumns } from './area-facts.js';
import { type AreaRegistry, mergedLink } from './area-registry.js';
import { packRuns } from './columns.js';
import type { AreaLinksImported, AreasImported, Authored } from './events.js';
import type { AreaLink } from './types.js';

/** At most so many areas or links an event: at some 16 bytes each, well below an event's bound. */
const AREAS_MAX = 6_000;
const LINKS_MAX = 4_000;

/** What one source states, and who brings it. */
export interface ImportedFacts extends Authored {
  readonly facts: AreaFacts;
}

/**
 * The events that tell the registry what it does not know yet: none when the source says nothing new. What became of an area
 * comes before the date of its end: each event is judged alone, and by the end alone its breaches would be superseded.
 */
export function importAreas({ facts, by, why, at }: ImportedFacts, registry: AreaRegistry): (AreasImported | AreaLinksImported)[] {
  const stated = { v: 1 as const, source: facts.source, by, why, at };
  const news = facts.areas.flatMap((fact) => newsOf(registry.get(fact.code), fact, facts.rank) ?? []).sort(inCodeOrder);
  const links = facts.links.filter((link) => {
    const standing = registry.link(link.from, link.to);
    return mergedLink(standing, link) !== standing;
  });
  return [
    ...slices(links, LINKS_MAX).map((part): AreaLinksImported => ({
      type: 'AreaLinksImported',
      data: { ...stated, ...linkColumns(part) },
    })),
    ...slices(news, AREAS_MAX).map((part): AreasImported => ({
      type: 'AreasImported',
      data: { ...stated, rank: facts.rank, ...toColumns(part) },
    })),
  ];
}

const inCodeOrder = (a: AreaFact, b: AreaFact): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

function linkColumns(links: readonly AreaLink[]): Pick<AreaLinksImported['data'], 'from' | 'to' | 'kind' | 'date'> {
  return {
    from: links.map((l) => l.from),
    to: links.map((l) => l.to),
    kind: packRuns(links.map((l) => l.kind)),
    date: packRuns(links.map((l) => l.date)),
  };
}

function slices<T>(all: readonly T[], length: number): T[][] {
  const parts: T[][] = [];
  for (let i = 0; i < all.length; i += length) parts.push(all.slice(i, i + length));
  return parts;
}
