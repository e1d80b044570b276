import type { Collection as Documents, Filter } from 'mongodb';
import { checksumOf, type Collection, fieldValue, type SortValue, type StoredDocument } from '#libs/read-store';

export type Fields = Readonly<Record<string, SortValue>>;

/** A document as it lies in MongoDB. Without `b` it is no document: only set down, or removed. */
export interface Stored {
  readonly _id: string;
  /** The body, as JSON text: exact where BSON is not, and quicker to make and to read. */
  readonly b?: string;
  /** The values of the declared fields, by which it is found, and its checksum. */
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

/**
 * Where the checksum lies among the fields, and the guards of the last put as it covers them: no field is called so. A version
 * that knows no checksums writes all fields anew, and leaves none that is out of date.
 */
export const SUM = '#';
export const SUMMED_GUARDS = '#g';

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

/** What is written with a body, and covered by its checksum. */
interface Beside {
  /** The stamp of the batch, or the number of the work. */
  readonly mark: string | number | undefined;
  /** The guards of the put, by encoded stream. */
  readonly guards?: Readonly<Record<string, number>>;
}

/** The declared fields of a body, with its checksum. */
export function summedFieldsOf(collection: Collection, { id, body, text }: Written, { mark, guards }: Beside): Fields {
  const covered = guards && JSON.stringify(guards);
  const sum = checksumOf({ collection: collection.name, id, body: text, beside: besideOf(mark, covered) });
  return { ...fieldsOf(collection, body), [SUM]: sum, ...(covered !== undefined && { [SUMMED_GUARDS]: covered }) };
}

interface Written {
  readonly id: string;
  readonly body: object;
  readonly text: string;
}

/** The document that is in its place; undefined where there is none. */
export function inPlace(collection: string, { _id, b, f, at, n }: Stored): StoredDocument | undefined {
  return documentOf(collection, _id, { text: b, fields: f, mark: at ?? n });
}

/** The document that is set down; undefined where there is none, or it is to be removed. */
export function setDown(collection: string, { _id, pb, pf, pn }: Stored): StoredDocument | undefined {
  return documentOf(collection, _id, { text: pb, fields: pf, mark: pn });
}

interface Lying {
  readonly text: string | undefined;
  readonly fields: Fields | undefined;
  readonly mark: string | number | undefined;
}

function documentOf(collection: string, id: string, { text, fields = {}, mark }: Lying): StoredDocument | undefined {
  if (text === undefined) return undefined;
  const sum = fields[SUM] as number | undefined;
  return { collection, id, body: text, sum: sum ?? null, beside: besideOf(mark, fields[SUMMED_GUARDS] as string | undefined) };
}

const besideOf = (mark: string | number | undefined, guards: string | undefined): string => `${mark ?? ''} ${guards ?? ''}`;

/** A name as a key of a document: MongoDB reads points and dollars in it. */
export const keyOf = (name: string): string =>
  name.replace(/[%.$\0]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

/** The name that such a key stands for. */
export const nameOf = (key: string): string => key.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
