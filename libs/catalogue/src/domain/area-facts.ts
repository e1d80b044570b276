import type { AreaType } from '#libs/kernel';
import type { AreasImported, ParentCell } from './events.js';
import { packCodes, packNames, packRuns, type Runs, type StatedName, unpackCodes, unpackNames, unpackRuns } from './columns.js';
import { sharedList } from './shared-list.js';
import type { AreaLink, Parent } from './types.js';

/** What one source says of one area. Null and empty: it says nothing of that. */
export interface AreaFact {
  readonly code: string;
  readonly name: StatedName;
  readonly type: AreaType | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly vintages: readonly string[];
  readonly parents: readonly Parent[];
}

/** All that one source says, as a reader of files or of requests hands it over. */
export interface AreaFacts {
  /** The source's own short name. */
  readonly source: string;
  readonly rank: number;
  readonly areas: readonly AreaFact[];
  readonly links: readonly AreaLink[];
}

type Columns = Pick<AreasImported['data'], 'codes' | 'names' | 'types' | 'from' | 'until' | 'vintages' | 'parents'>;

const cellOf = ({ code, from, until }: Parent): ParentCell => (from === null && until === null ? code : [code, from, until]);
const parentOf = (cell: ParentCell): Parent => {
  const [code, from, until] = typeof cell === 'string' ? [cell, null, null] : cell;
  return { code, from, until };
};

/** Writes facts in code order as the columns of an event; a column that would say nothing is left out. */
export function toColumns(facts: readonly AreaFact[]): Columns {
  const stated = (of: (fact: AreaFact) => string | null): boolean => facts.some((fact) => of(fact) !== null);
  return {
    codes: packCodes(facts.map((f) => f.code)),
    ...(facts.some((f) => f.name !== null) && { names: packNames(facts.map((f) => f.name)) }),
    ...(stated((f) => f.type) && { types: packRuns(facts.map((f) => f.type)) }),
    ...(stated((f) => f.from) && { from: packRuns(facts.map((f) => f.from)) }),
    ...(stated((f) => f.until) && { until: packRuns(facts.map((f) => f.until)) }),
    ...(facts.some((f) => f.vintages.length > 0) && { vintages: packRuns(facts.map((f) => f.vintages.join(' '))) }),
    ...(facts.some((f) => f.parents.length > 0) && { parents: parentColumns(facts) }),
  };
}

function parentColumns(facts: readonly AreaFact[]): NonNullable<Columns['parents']> {
  const sets: ParentCell[][] = [];
  const known = new Map<string, number>();
  const of = facts.map(({ parents }) => {
    if (parents.length === 0) return -1;
    const set = parents.map(cellOf);
    const key = JSON.stringify(set);
    let index = known.get(key);
    if (index === undefined) {
      known.set(key, (index = sets.length));
      sets.push(set);
    }
    return index;
  });
  return { sets, of: packRuns(of) };
}

const NONE: readonly never[] = [];

/** The facts that an event states. Areas with the same parents share one list of them. */
export function fromColumns(columns: Columns): AreaFact[] {
  const names = columns.names && unpackNames(columns.names);
  const types = columns.types && unpackRuns(columns.types);
  const from = columns.from && unpackRuns(columns.from);
  const until = columns.until && unpackRuns(columns.until);
  const vintages = columns.vintages && unpackRuns({ ...columns.vintages, values: columns.vintages.values.map(listOf) });
  const parents = columns.parents && unpackRuns(parentRuns(columns.parents));
  return unpackCodes(columns.codes).map((code, i) => ({
    code,
    name: cellAt(names, i, null),
    type: cellAt(types, i, null),
    from: cellAt(from, i, null),
    until: cellAt(until, i, null),
    vintages: cellAt(vintages, i, NONE),
    parents: cellAt(parents, i, NONE),
  }));
}

const cellAt = <T>(cells: readonly T[] | undefined, i: number, none: T): T => cells?.[i] ?? none;
const listOf = (text: string): readonly string[] => (text === '' ? NONE : sharedList(text.split(' ')));

function parentRuns({ sets, of }: NonNullable<Columns['parents']>): Runs<readonly Parent[]> {
  const lists = sets.map((set) => set.map(parentOf));
  return { ...of, values: of.values.map((index) => lists[index] ?? NONE) };
}
