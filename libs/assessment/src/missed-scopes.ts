import type { CatalogueView } from '#libs/catalogue';
import type { Parking } from '#libs/event-feed';
import { EVERYTHING } from './domain/reach.js';
import { elementsOf, type Scope, wholeScope } from './domain/scope.js';
import { cellId, elementId } from './pages.js';

/** The element that a parked scope names, or one area of it in every period; none when no target has it. */
export function missedScopes(catalogue: CatalogueView, parked: string): Scope[] {
  const [element, area] = parked.split('|');
  const targets = catalogue.targets().flatMap((target) => elementsOf(target).map((code) => ({ target, code })));
  const named = targets.filter(({ target, code }) => elementId(target.code, code) === element);
  return named.map(({ target, code }) => {
    const whole = wholeScope(catalogue, target, code);
    return area === undefined ? whole : { ...whole, affected: [area], whole: false };
  });
}

/** The scope and what is parked in it: that was left unjudged in periods, or areas, that the event at hand need not have touched. */
export function withMissed(scope: Scope, catalogue: CatalogueView, parking: Parking): Scope {
  if (!parking.isAnyParked()) return scope;
  const { target, code } = scope;
  const element = elementId(target.code, code);
  const isWhole = parking.isScopeParked(element);
  const reached = isWhole ? wholeScope(catalogue, target, code) : scope;
  const parked = reached.affected.filter((area) => parking.isScopeParked(cellId(target.code, code, area)));
  if (!isWhole && parked.length === 0) return scope;
  const missed = new Map<string, string>();
  for (const area of isWhole ? reached.affected : parked) {
    const since = [element, cellId(target.code, code, area)].flatMap((one) => parking.missedSince(one) ?? []).sort()[0];
    if (since !== undefined) missed.set(area, since);
  }
  return { ...reached, from: EVERYTHING.from, to: EVERYTHING.to, missed };
}
