import type { CatalogueView } from '#libs/catalogue';
import type { Definition } from './element-periods.js';

type Areas = Pick<CatalogueView, 'area' | 'codeAt' | 'group' | 'links'>;

const AFTER_ALL = '9999-12-31';

/** The areas that a definition names, whatever became of them. */
export function namedBy({ element: { areas } }: Definition, catalogue: Pick<CatalogueView, 'group'>): readonly string[] {
  return catalogue.group(areas)?.areas ?? [areas];
}

/**
 * The areas that a definition judges on a date, each alone: every place once, under the first code that the group names, and
 * from the day of a merger on the area that it became part of. The list of the group itself where nothing became of any.
 */
export function membersOn(definition: Definition, catalogue: Areas, date: string): readonly string[] {
  const named = namedBy(definition, catalogue);
  if (named.every((code) => catalogue.links(code).length === 0)) return named;
  const byPlace = new Map<string, string>();
  for (const code of named) {
    const standing = successorOn(code, catalogue, date);
    const place = catalogue.codeAt(standing, AFTER_ALL);
    if (!byPlace.has(place)) byPlace.set(place, standing);
  }
  return [...byPlace.values()];
}

/** All that a definition ever judged or will, as far as the catalogue knows of mergers. */
export function membersEver(definition: Definition, catalogue: Areas): readonly string[] {
  return [...new Set([...namedBy(definition, catalogue), ...membersOn(definition, catalogue, AFTER_ALL)])];
}

/** What the area had become part of by the date, through any number of mergers; the code itself where it had not. */
export function successorOn(code: string, catalogue: Areas, date: string): string {
  const seen = new Set<string>();
  for (let at = code; ;) {
    seen.add(at);
    const merger = [at, catalogue.codeAt(at, AFTER_ALL)]
      .flatMap((one) => catalogue.links(one).filter(({ kind, from }) => kind === 'merge' && from === one))
      .find((link) => (link.date ?? catalogue.area(link.from)?.until ?? AFTER_ALL) <= date);
    if (!merger || seen.has(merger.to)) return at;
    at = merger.to;
  }
}

/** Whether the area had ended by the date and no other code of the place goes on: it was split or abolished. */
export function hasEnded(code: string, catalogue: Pick<CatalogueView, 'area' | 'codeAt'>, date: string): boolean {
  const until = catalogue.area(catalogue.codeAt(code, date))?.until ?? null;
  return until !== null && until <= date;
}
