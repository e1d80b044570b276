import type { Place, Query } from '#libs/read-store';
import { columnOf } from './names.js';

/** A part of a WHERE clause, with the values bound in it. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** What a query's `where`, `atMost` and `atLeast` ask, one condition each. */
export function conditionsOf({ where = {}, atMost = {}, atLeast = {} }: Partial<Query>): Condition[] {
  return [
    ...Object.entries(where).map(([field, value]) => equals(columnOf(field), value)),
    ...Object.entries(atMost).map(([field, value]) => ({ sql: `${columnOf(field)} <= ?`, values: [value] })),
    ...Object.entries(atLeast).map(([field, value]) => ({ sql: `${columnOf(field)} >= ?`, values: [value] })),
  ];
}

/** A list is bound as one JSON text, so that its length does not make a new statement. */
function equals(column: string, value: string | number | null | readonly (string | number)[]): Condition {
  if (value === null) return { sql: `${column} IS NULL`, values: [] };
  if (Array.isArray(value)) return { sql: `${column} IN (SELECT value FROM json_each(?))`, values: [JSON.stringify(value)] };
  return { sql: `${column} = ?`, values: [value as string | number] };
}

/**
 * What lies after a place, as stretches to be read one after the other: nulls come first going up and last
 * going down, and a comparison of rows says nothing of null, so the two sides of that border are asked apart.
 */
export function stretchesAfter({ sort, descending }: Query, place: Place | undefined): Condition[] {
  if (!place) return [{ sql: '1', values: [] }];
  const than = descending ? '<' : '>';
  if (sort === undefined) return [{ sql: `id ${than} ?`, values: [place.id] }];
  const column = columnOf(sort);
  if (place.value !== null) {
    const rest = { sql: `(${column}, id) ${than} (?, ?)`, values: [place.value, place.id] };
    return descending ? [rest, { sql: `${column} IS NULL`, values: [] }] : [rest];
  }
  const nulls = { sql: `${column} IS NULL AND id ${than} ?`, values: [place.id] };
  return descending ? [nulls] : [nulls, { sql: `${column} IS NOT NULL`, values: [] }];
}

/** The conditions joined; true when there are none. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND ') || '1',
    values: conditions.flatMap(({ values }) => values),
  };
}
