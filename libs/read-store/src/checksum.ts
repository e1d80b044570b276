import { crc32 } from 'node:zlib';
import { fieldValue } from './checks.js';
import type { SortValue } from './cursor.js';
import { DocumentDamaged } from './met-damage.js';
import type { Collection } from './read-store.js';

/** What the checksum of a document covers. */
export interface Summed {
  readonly collection: string;
  readonly id: string;
  /** The JSON text. */
  readonly body: string;
  /** What the adapter keeps beside the body to decide on later writes, as text. */
  readonly beside?: string | null;
}

/** The CRC-32 of a document, as a signed number of four bytes: a storage format, the same in every adapter. */
export function checksumOf({ collection, id, body, beside }: Summed): number {
  return crc32(body, crc32(`${collection}\n${id}\n${beside ?? ''}\n`)) | 0;
}

/** A document as an adapter holds it; `sum` is null where it was written by a version without checksums. */
export interface StoredDocument extends Summed {
  readonly sum: number | null;
  /** The checksum as earlier versions wrote it, where it was another one. */
  readonly earlierSum?: () => number;
}

/** The body of a document; throws DocumentDamaged where it is not what was written. */
export function wholeBody<T extends object>(document: StoredDocument): T {
  if (!isWhole(document)) throw new DocumentDamaged(document, sentenceOf(document));
  return JSON.parse(document.body) as T;
}

/** What is damaged in a document, as a sentence: its checksum, or a field by which it is found; undefined where it is whole. */
export function damageOf(document: StoredDocument, { name, fields }: Collection, values: readonly unknown[]): string | undefined {
  if (!isWhole(document)) return sentenceOf(document);
  return isFoundBy(document.body, name, fields, values)
    ? undefined
    : `Document ${document.id} of ${name} is found under other fields than it has.`;
}

const isWhole = (document: StoredDocument): boolean =>
  document.sum === null || document.sum === checksumOf(document) || document.sum === document.earlierSum?.();

const sentenceOf = ({ id, collection }: Summed): string => `Document ${id} of ${collection} differs from its checksum.`;

function isFoundBy(text: string, name: string, fields: readonly string[], values: readonly unknown[]): boolean {
  try {
    const body = JSON.parse(text) as object;
    return fields.every((field, i) => stored(fieldValue(name, field, body)) === values[i]);
  } catch {
    return false; // It is no JSON any more: that is the answer.
  }
}

/** Stores keep text as UTF-8, which has no half of a surrogate pair. */
const stored = (value: SortValue): SortValue => (typeof value === 'string' ? value.toWellFormed() : value);
