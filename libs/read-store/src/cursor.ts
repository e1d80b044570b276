import { BadCursor, type Query } from './read-store.js';

/** What a document is sorted by. */
export type SortValue = string | number | null;

/** The place after a document, in the order of one query. */
export interface Place {
  readonly value: SortValue;
  readonly id: string;
}

const CURSOR_LENGTH_MAX = 4_000;

/** The opaque text of a place; it carries the order it belongs to. */
export function cursorOf({ sort, descending }: Query, { value, id }: Place): string {
  return Buffer.from(JSON.stringify([sort ?? null, Boolean(descending), value, id])).toString('base64url');
}

/** The place that a cursor names; throws BadCursor when it is not one of this order. */
export function placeOf({ sort, descending, cursor }: Query): Place | undefined {
  if (cursor === undefined) return undefined;
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 4) throw new BadCursor();
  const [ofSort, ofDescending, value, id] = parts as unknown[];
  if (ofSort !== (sort ?? null) || ofDescending !== Boolean(descending)) throw new BadCursor();
  if (!isSortValue(value) || typeof id !== 'string') throw new BadCursor();
  return { value, id };
}

function parse(cursor: string): unknown {
  if (typeof cursor !== 'string' || cursor.length > CURSOR_LENGTH_MAX) throw new BadCursor();
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new BadCursor(); // Any text may come in from outside: what does not parse is not ours.
  }
}

function isSortValue(value: unknown): value is SortValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
