import type { SortValue } from './cursor.js';
import type { Collection, Put, Query } from './read-store.js';

const LIMIT_MAX = 1_000;

/** Throws unless a query asks for 1 to 1,000 documents by fields that the collection declares. */
export function checkQuery(collection: Collection, query: Query): void {
  const { limit } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new RangeError(`A page has 1 to ${LIMIT_MAX} documents, not ${limit}.`);
  checkFields(collection, query);
}

/** Throws unless the collection declares every field that is named. */
export function checkFields({ name, fields }: Collection, { where, atMost, atLeast, sort }: Partial<Query>): void {
  const named = [where, atMost, atLeast].flatMap((part) => Object.keys(part ?? {}));
  for (const field of sort === undefined ? named : [...named, sort]) {
    if (!fields.includes(field)) throw new Error(`Collection ${name} does not declare the field ${JSON.stringify(field)}.`);
  }
}

/** Throws where a document of a collection that is seen at once comes with guards: its checkpoint is its guard. */
export function checkUnguarded({ name, atOnce }: Collection, { guards }: Put): void {
  if (atOnce && guards) throw new TypeError(`Documents of ${name} take no guards: what a batch writes there is seen all at once.`);
}

/** Throws unless what one batch or work writes there is seen at once. */
export function checkAtOnce({ name, atOnce }: Collection): void {
  if (!atOnce) throw new Error(`Collection ${name} does not declare that what is written to it is seen at once.`);
}

/** The value of a declared field, null where the body has none; throws when it cannot be found or sorted by. */
export function fieldValue(collection: string, field: string, body: object): SortValue {
  const value: unknown = Object.hasOwn(body, field) ? (body as Record<string, unknown>)[field] : null;
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new TypeError(`Field ${field} of a document of ${collection} must be text, a number or null.`);
}

/** The longest body of a document, in bytes of JSON: MongoDB takes 16 MiB, and a body may be there twice while it is replaced. */
export const DOCUMENT_BYTES_MAX = 7 * 1024 * 1024;

/** The body as text; throws where it is longer than any read store takes, so that what one adapter refuses all refuse. */
export function bodyText(collection: string, id: string, body: object): string {
  const text = JSON.stringify(body);
  const bytes = text.length > DOCUMENT_BYTES_MAX / 3 ? Buffer.byteLength(text) : 0; // No text is longer than three times its length.
  if (bytes > DOCUMENT_BYTES_MAX)
    throw new RangeError(`Document ${id} of ${collection} is ${bytes} bytes long; ${DOCUMENT_BYTES_MAX} are allowed.`);
  return text;
}
