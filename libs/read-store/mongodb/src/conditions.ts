import type { Filter, Sort } from 'mongodb';
import type { Place, Query } from '#libs/read-store';
import type { Stored } from './stored.js';

/** Under which name the fields are asked for: those in place, or those set down. */
export type Prefix = 'f' | 'pf';

/** What a query's `where`, `atMost` and `atLeast` ask. */
export function conditionsOf(prefix: Prefix, { where = {}, atMost = {}, atLeast = {} }: Partial<Query>): Filter<Stored>[] {
  const key = (field: string): string => `${prefix}.${field}`;
  return [
    ...Object.entries(where).map(([field, value]) => ({ [key(field)]: Array.isArray(value) ? { $in: value } : value })),
    ...Object.entries(atMost).map(([field, value]) => ({ [key(field)]: { $lte: value } })),
    ...Object.entries(atLeast).map(([field, value]) => ({ [key(field)]: { $gte: value } })),
  ];
}

/** What lies after a place: nulls come first going up and last going down, and `$gt` and `$lt` say nothing of them. */
export function afterPlace(prefix: Prefix, { sort, descending }: Query, place: Place | undefined): Filter<Stored>[] {
  if (!place) return [];
  const than = descending ? '$lt' : '$gt';
  const further = { _id: { [than]: place.id } };
  if (sort === undefined) return [further];
  const key = `${prefix}.${sort}`;
  const ties = { [key]: place.value, ...further };
  if (place.value === null) return [descending ? ties : { $or: [ties, { [key]: { $ne: null } }] }];
  const rest = [ties, { [key]: { [than]: place.value } }];
  return [{ $or: descending ? [...rest, { [key]: null }] : rest }];
}

/** The order of a query. */
export function orderOf(prefix: Prefix, { sort, descending }: Query): Sort {
  const way = descending ? -1 : 1;
  return sort === undefined ? { _id: way } : { [`${prefix}.${sort}`]: way, _id: way };
}

/** All of the conditions together. */
export const allOf = (conditions: readonly Filter<Stored>[]): Filter<Stored> => ({ $and: [...conditions] });
