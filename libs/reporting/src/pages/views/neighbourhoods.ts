import type { AreaJudgement, Outcome } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { outcomeTag, type Tag, WORST_FIRST } from '../words.js';
import { placeHref } from './hrefs.js';
import { standingWords } from './standing.js';

/** A neighbourhood and how it stands by all elements together. */
export interface NeighbourhoodRow {
  readonly name: string;
  readonly href: string;
  readonly tag: Tag;
  readonly counts: string;
}

interface Sums {
  readonly area: string;
  readonly name: string;
  readonly by: ReadonlyMap<Outcome, number>;
}

/** Orders by the number of breaches, then of what is off course, and so on: more of what is worse comes first. */
function worse(a: Sums, b: Sums): number {
  for (const outcome of WORST_FIRST) {
    const more = (b.by.get(outcome) ?? 0) - (a.by.get(outcome) ?? 0);
    if (more !== 0) return more;
  }
  return a.name.localeCompare(b.name, 'en-GB') || (a.area < b.area ? -1 : 1);
}

function sumsOf(area: string, judged: readonly AreaJudgement[], catalogue: CatalogueView): Sums {
  const by = new Map<Outcome, number>();
  for (const one of judged) {
    const { outcome } = standingWords(one, catalogue);
    by.set(outcome, (by.get(outcome) ?? 0) + 1);
  }
  return { area, name: catalogue.area(area)?.name ?? area, by };
}

/** The areas inside a partnership, the worst first. */
export function neighbourhoods(code: string, judged: readonly AreaJudgement[], catalogue: CatalogueView): readonly NeighbourhoodRow[] {
  const codes = new Set([code, ...catalogue.codesOf(code)]);
  const inside = Map.groupBy(
    judged.filter(({ area }) => !codes.has(area)),
    ({ area }) => area,
  );
  const sums = [...inside].map(([area, all]) => sumsOf(area, all, catalogue)).sort(worse);
  return sums.map(({ area, name, by }) => {
    const worst = WORST_FIRST.find((outcome) => by.has(outcome))!;
    const all = [...by.values()].reduce((sum, n) => sum + n, 0);
    return { name, href: placeHref(area), tag: outcomeTag(worst), counts: `${by.get(worst)} of ${all}` };
  });
}
