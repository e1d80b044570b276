import { type AreaType, areaTypeOf } from '#libs/kernel';
import type { AreaFact } from './area-facts.js';
import { sharedList } from './shared-list.js';
import type { Area, Parent } from './types.js';

/** An area with the ranks of the sources that named and dated it. */
export interface AreaEntry extends Area {
  readonly nameRank: number;
  readonly fromRank: number;
  readonly untilRank: number;
}

/** The rank of what nobody has stated. */
const UNSTATED = -1;

/**
 * The area after one more source spoke of it, the same object where that says nothing new. The names and dates of
 * the source of highest rank stand, of two of one rank the later; vintages and parents add up. So the order in
 * which sources of different rank come makes no difference.
 */
export function merged(entry: AreaEntry | undefined, fact: AreaFact, rank: number): AreaEntry {
  if (entry === undefined) return created(fact, rank);
  const next = restated(entry, fact, rank);
  return sameEntry(entry, next) ? entry : next;
}

function restated(entry: AreaEntry, fact: AreaFact, rank: number): AreaEntry {
  const named = believed(fact.name, rank, entry.nameRank);
  const begun = believed(fact.from, rank, entry.fromRank);
  const ended = believed(fact.until, rank, entry.untilRank);
  return {
    code: entry.code,
    name: named ? fact.name || entry.name : entry.name, // 0 says the standing name again.
    type: entry.type === 'other' ? (fact.type ?? 'other') : entry.type,
    from: begun ? fact.from : entry.from,
    until: ended ? fact.until : entry.until,
    parents: unionOfParents(entry.parents, fact.parents),
    vintages: union(entry.vintages, fact.vintages),
    nameRank: named ? rank : entry.nameRank,
    fromRank: begun ? rank : entry.fromRank,
    untilRank: ended ? rank : entry.untilRank,
  };
}

const believed = (stated: unknown, rank: number, standingRank: number): boolean => stated !== null && rank >= standingRank;

function sameEntry(a: AreaEntry, b: AreaEntry): boolean {
  return (
    a.nameRank === b.nameRank &&
    a.name === b.name &&
    a.parents === b.parents &&
    a.vintages === b.vintages &&
    a.fromRank === b.fromRank &&
    a.from === b.from &&
    a.untilRank === b.untilRank &&
    a.until === b.until &&
    a.type === b.type
  );
}

function created(fact: AreaFact, rank: number): AreaEntry {
  const named = typeof fact.name === 'string';
  return {
    code: fact.code,
    name: named ? (fact.name as string) : fact.code,
    type: typeOf(fact),
    from: fact.from,
    until: fact.until,
    parents: fact.parents,
    vintages: fact.vintages,
    nameRank: named ? rank : UNSTATED,
    fromRank: fact.from === null ? UNSTATED : rank,
    untilRank: fact.until === null ? UNSTATED : rank,
  };
}

/** The code's own prefix says what an area is; a source is asked only where it does not. */
function typeOf({ code, type }: AreaFact): AreaType {
  const stated = areaTypeOf(code);
  return stated === 'other' ? (type ?? 'other') : stated;
}

function union(all: readonly string[], more: readonly string[]): readonly string[] {
  if (more.length === 0 || more === all || more.every((one) => all.includes(one))) return all;
  return all.length === 0 ? more : sharedList([...all, ...more]);
}

const sameParent = (a: Parent, b: Parent): boolean => a.code === b.code && a.from === b.from && a.until === b.until;

/** By code, then by date. */
function inOrder(a: Parent, b: Parent): number {
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return `${a.from ?? ''} ${a.until ?? ''}` < `${b.from ?? ''} ${b.until ?? ''}` ? -1 : 1;
}

/** In one order, whatever the order in which they came. */
function unionOfParents(all: readonly Parent[], more: readonly Parent[]): readonly Parent[] {
  if (more.length === 0 || more === all) return all;
  if (all.length === 0) return more;
  const news = more.filter((one) => !all.some((other) => sameParent(one, other)));
  return news.length === 0 ? all : [...all, ...news].sort(inOrder);
}

/** The part of a fact that would be news of this area; undefined when there is none. */
export function newsOf(entry: AreaEntry | undefined, fact: AreaFact, rank: number): AreaFact | undefined {
  if (entry === undefined) return fact;
  const next = merged(entry, fact, rank);
  if (next === entry) return undefined;
  const renamed = next.name !== entry.name;
  return {
    code: fact.code,
    name: renamed ? next.name : next.nameRank !== entry.nameRank ? 0 : null,
    type: next.type === entry.type ? null : next.type,
    from: next.fromRank !== entry.fromRank || next.from !== entry.from ? fact.from : null,
    until: next.untilRank !== entry.untilRank || next.until !== entry.until ? fact.until : null,
    vintages: fact.vintages.filter((v) => !entry.vintages.includes(v)),
    parents: fact.parents.filter((p) => !entry.parents.some((q) => sameParent(p, q))),
  };
}
