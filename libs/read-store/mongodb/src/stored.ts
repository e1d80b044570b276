import type { Collection as Documents, Filter } from 'mongodb';
import { type Collection, fieldValue, type SortValue } from '#libs/read-store';

export type Fields = Readonly<Record<string, SortValue>>;

/** A document as it lies in MongoDB. Without `b` it is no document: only set down, or removed. */
export interface Stored {
  readonly _id: string;
  /** The body, as JSON text: exact where BSON is not, and quicker to make and to read. */
  readonly b?: string;
  /** The values of the declared fields, by which it is found. */
  readonly f?: Fields;
  /** The version of each stream it was made from; streams are encoded. */
  readonly g?: Readonly<Record<string, number>>;
  /** The stamp of the batch that wrote or removed it, where it is seen by itself. */
  readonly at?: string;
  /** The number of the work that wrote it, where it is seen at once with others. */
  readonly n?: number;
  /** What is set down and not yet in its place: the number of the work, fields and body, or that it is to be removed. */
  readonly pn?: number;
  readonly pf?: Fields;
  readonly pb?: string;
  readonly pd?: true;
}

export type StoredDocuments = Documents<Stored>;

/** What the documents of a batch bear: text that sorts by emptyings of the collection, then by the log. */
export const stampOf = (number: number, position: string): string => `${String(number).padStart(6, '0')}|${position}`;

/** What was written before the collection got this number. Whoever empties late takes nothing that was written since. */
export function olderThan(number: number, atOnce: boolean): Filter<Stored> {
  if (!atOnce) return { at: { $not: { $gte: stampOf(number, '') } } };
  const since = { $not: { $gte: number } };
  return { n: since, pn: since };
}

/** The declared fields of a body. */
export function fieldsOf({ name, fields }: Collection, body: object): Fields {
  return Object.fromEntries(fields.map((field) => [field, fieldValue(name, field, body)]));
}

/** A name as a key of a document: MongoDB reads points and dollars in it. */
export const keyOf = (name: string): string =>
  name.replace(/[%.$\0]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
