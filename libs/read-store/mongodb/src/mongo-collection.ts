import { setTimeout as sleep } from 'node:timers/promises';
import type { Filter } from 'mongodb';
import {
  checkFields,
  checkQuery,
  type Collection,
  cursorOf,
  type Page,
  placeOf,
  type Query,
  type SortValue,
  type StoredDocument,
  wholeBody,
} from '#libs/read-store';
import { afterPlace, allOf, conditionsOf, orderOf, type Prefix } from './conditions.js';
import { pendingOf, type State, type StateDocument } from './state-document.js';
import { inPlace, setDown, type Stored, type StoredDocuments, SUM, SUMMED_GUARDS } from './stored.js';

const LOOKS_MAX = 60;

interface Row {
  readonly value: SortValue;
  readonly document: StoredDocument;
}

/** What is needed of a document to read it. */
const IN_PLACE_PARTS = { b: 1, at: 1, n: 1, [`f.${SUM}`]: 1, [`f.${SUMMED_GUARDS}`]: 1 };
const SET_DOWN_PARTS = { pb: 1, pn: 1, [`pf.${SUM}`]: 1, [`pf.${SUMMED_GUARDS}`]: 1 };

/** Which documents are in place, or set down by the work that is shown. */
const IN_PLACE: Filter<Stored> = { b: { $exists: true } };
const setDownBy = (work: number): Filter<Stored> => ({ pn: work, pb: { $exists: true } });
const inPlaceBeside = (work: number): Filter<Stored> => (work === 0 ? IN_PLACE : { ...IN_PLACE, pn: { $ne: work } });

/** The documents of one collection, as readers see them. */
export class MongoCollection implements Collection {
  readonly name: string;
  readonly fields: readonly string[];
  readonly atOnce: boolean;

  constructor(
    readonly documents: StoredDocuments,
    { name, fields, atOnce }: Collection,
    private readonly state: StateDocument,
  ) {
    this.name = name;
    this.fields = fields;
    this.atOnce = atOnce ?? false;
  }

  async get<T extends object>(id: string): Promise<T | undefined> {
    const stored = await this.documents.findOne({ _id: id }, { projection: { ...IN_PLACE_PARTS, pn: 1 } });
    if (stored?.pn !== undefined) return (await this.getMany<T>([id]))[0]; // Something is set down for it: the state says whether it is shown.
    const document = stored ? inPlace(this.name, stored) : undefined;
    return document && wholeBody<T>(document);
  }

  async getMany<T extends object>(ids: readonly string[]): Promise<(T | undefined)[]> {
    const wanted = [...new Set(ids)];
    const found = await this.inSight((work) =>
      this.documents
        .find({ _id: { $in: wanted } }, { projection: { ...IN_PLACE_PARTS, ...SET_DOWN_PARTS } })
        .map((stored) => [stored._id, work > 0 && stored.pn === work ? setDown(this.name, stored) : inPlace(this.name, stored)] as const)
        .toArray(),
    );
    const documents = new Map(found);
    return ids.map((id) => {
      const document = documents.get(id);
      return document && wholeBody<T>(document);
    });
  }

  async find<T extends object>(query: Query): Promise<Page<T>> {
    checkQuery(this, query);
    const { limit } = query;
    // One more than asked for tells whether a page follows.
    const rows = await this.inSight(async (work) => {
      // First those set down: one that is put in its place in between is then found twice, and not never.
      const unfolded = work === 0 ? [] : await this.rowsOf('pf', setDownBy(work), query);
      const others = await this.rowsOf('f', inPlaceBeside(work), query);
      return unfolded.length === 0 ? others : merged(unfolded, others, query).slice(0, limit + 1);
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit ? cursorOf(query, { value: last!.value, id: last!.document.id }) : null;
    return { items: page.map(({ document }) => wholeBody<T>(document)), next };
  }

  async count(where: Query['where']): Promise<number> {
    checkFields(this, { where });
    const unfolded = (work: number): Promise<number> =>
      work === 0 ? Promise.resolve(0) : this.documents.countDocuments(allOf([setDownBy(work), ...conditionsOf('pf', { where })]));
    return this.inSight(async (work) => {
      const before = await unfolded(work);
      const others = await this.documents.countDocuments(allOf([inPlaceBeside(work), ...conditionsOf('f', { where })]));
      const isStill = before === (await unfolded(work));
      return isStill ? before + others : undefined;
    });
  }

  /** The next ids after one, in order. */
  async idsAfter(id: string, limit: number): Promise<string[]> {
    return this.inSight(async (work) => {
      const seen = work === 0 ? IN_PLACE : { $or: [setDownBy(work), inPlaceBeside(work)] };
      const found = this.documents.find(allOf([seen, { _id: { $gt: id } }]), { projection: { _id: 1 } });
      return (await found.sort({ _id: 1 }).limit(limit).toArray()).map(({ _id }) => _id);
    });
  }

  private async rowsOf(prefix: Prefix, sight: Filter<Stored>, query: Query): Promise<Row[]> {
    const conditions = [sight, ...conditionsOf(prefix, query), ...afterPlace(prefix, query, placeOf(query))];
    const [parts, documentOf] = prefix === 'f' ? [IN_PLACE_PARTS, inPlace] : [SET_DOWN_PARTS, setDown];
    const { sort } = query;
    const projection = { ...parts, ...(sort !== undefined && { [`${prefix}.${sort}`]: 1 }) };
    const found = this.documents.find(allOf(conditions), { projection, allowDiskUse: true }).sort(orderOf(prefix, query));
    const rows = await found.limit(query.limit + 1).toArray();
    return rows.map((row) => ({
      value: sort === undefined ? null : (row[prefix]?.[sort] ?? null),
      document: documentOf(this.name, row)!,
    }));
  }

  /**
   * Looks until nothing was shown in between, for a look takes many steps. A work that is put in its place meanwhile is no matter:
   * what is seen stays the same. Collections that are not seen at once pay nothing.
   */
  private async inSight<T>(look: (work: number) => Promise<T | undefined>): Promise<T> {
    if (!this.atOnce) return (await look(0))!;
    let before = await this.state.lastRead();
    for (let looks = 1; looks <= LOOKS_MAX; looks++) {
      const seen = await look(pendingOf(before, this.name));
      const after = await this.state.read();
      if (seen !== undefined && this.shown(before) === this.shown(after)) return seen;
      before = after;
      if (looks > 3) await sleep(looks);
    }
    throw Object.assign(new Error(`${this.name} changes faster than it can be read; try again.`), { name: 'TimeoutError' });
  }

  private shown({ shown }: State): number {
    return shown?.[this.name] ?? 0;
  }
}

/** Two parts of an answer as one, in the order of the query, each document once. */
function merged(some: readonly Row[], others: readonly Row[], { descending }: Query): Row[] {
  const once = new Map([...others, ...some].map((row) => [row.document.id, row]));
  const way = descending ? -1 : 1;
  return [...once.values()].sort((a, b) => way * (compare(a.value, b.value) || compare(a.document.id, b.document.id)));
}

/** As MongoDB compares: nulls, then numbers, then text by its bytes. */
function compare(a: SortValue, b: SortValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const rank = (value: SortValue): number => (value === null ? 0 : typeof value === 'number' ? 1 : 2);
  return rank(a) - rank(b);
}
