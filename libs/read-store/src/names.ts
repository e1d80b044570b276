import type { Collection } from './read-store.js';

const FIELDS_MAX = 8;
const COLLECTION_NAME = /^[a-z][a-z0-9_-]{0,40}$/;
/** Fields are properties of a body, so capitals are let in after the first letter. */
const FIELD_NAME = /^[a-z][a-zA-Z0-9_-]{0,40}$/;

/** Throws unless every name may stand, quoted, in a statement of any store: names come from code, and are checked all the same. */
export function checkNames({ name, fields }: Collection): void {
  if (!COLLECTION_NAME.test(name)) throw new Error(`A collection cannot be called ${JSON.stringify(name)}.`);
  if (fields.length > FIELDS_MAX) throw new Error(`Collection ${name} declares ${fields.length} fields; ${FIELDS_MAX} are allowed.`);
  for (const field of fields) {
    if (!FIELD_NAME.test(field)) throw new Error(`A field of ${name} cannot be called ${JSON.stringify(field)}.`);
  }
}
