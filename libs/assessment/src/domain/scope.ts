import type { CatalogueView, Target } from '#libs/catalogue';
import { type Definition, definitionsOf, type Gap } from './element-periods.js';
import { EVERYTHING, type Reach, type Reaches, type Touched, union } from './reach.js';

/** What of one element must be judged again. */
export interface Scope {
  readonly target: Target;
  readonly code: string;
  readonly definitions: readonly (Definition | Gap)[];
  /** The areas that may be judged anew, as their group names them. */
  readonly affected: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** The areas that a definition judges, each alone. */
export function membersOf(definition: Definition, catalogue: CatalogueView): readonly string[] {
  const { areas } = definition.element;
  return catalogue.group(areas)?.areas ?? [areas];
}

/** Every code under which the place has figures: a recoded area's statements stand under the code of their day, or a later one. */
export function aliasesOf(area: string, catalogue: CatalogueView): readonly string[] {
  const linked = catalogue.links(area).flatMap(({ kind, from, to }) => (kind === 'recode' ? [from, to] : []));
  return [...new Set([area, catalogue.codeAt(area, '0001-01-01'), catalogue.codeAt(area, '9999-12-31'), ...linked])];
}

/** All elements that what was touched reaches. */
export function scopesOf(catalogue: CatalogueView, touched: Touched, reaches: Reaches): readonly Scope[] {
  return catalogue.targets().flatMap((target) => {
    const codes = [...new Set(target.versions.flatMap((v) => v.elements.map((e) => e.code)))];
    return codes.flatMap((code) => scopeOf(target, code, catalogue, touched, reaches) ?? []);
  });
}

function scopeOf(target: Target, code: string, catalogue: CatalogueView, touched: Touched, reaches: Reaches): Scope | null {
  const definitions = definitionsOf(target, code, (indicator) => catalogue.indicator(indicator));
  const real = definitions.filter((d): d is Definition => d.element !== null);
  let whole: Reach | null = touched.targets.has(target.code) ? EVERYTHING : null;
  let own: Reach | null = null;
  for (const { element } of real) {
    const reach = reaches.of(element.indicator);
    own = union(own, reach);
    const compares = element.national !== undefined && reach?.covers(element.national) === true;
    if (compares) whole = union(whole, reach);
    if (touched.groups.has(element.areas)) whole = EVERYTHING;
  }
  const reach = union(own, whole);
  if (!reach) return null;
  const members = [...new Set(real.flatMap((definition) => membersOf(definition, catalogue)))];
  const affected = whole ? members : members.filter((area) => aliasesOf(area, catalogue).some((alias) => reach.covers(alias)));
  return affected.length === 0 && !whole ? null : { target, code, definitions, affected, from: reach.from, to: reach.to };
}
