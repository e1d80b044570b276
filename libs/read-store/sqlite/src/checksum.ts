import { crc32 } from 'node:zlib';
import { checksumOf, type StoredDocument } from '#libs/read-store';

/** A row of a collection's table, without its fields. */
export type Row = readonly [id: string, guards: string | null, sum: number | null, body: string];

/** The document that a row of this collection holds. */
export function documentOf(collection: string, [id, guards, sum, body]: Row): StoredDocument {
  // Earlier versions left out the collection: their checksum says that the row is whole, and not where it belongs.
  const earlierSum = (): number => crc32(body, crc32(`${id}\n${guards ?? ''}\n`)) | 0;
  return { collection, id, body, beside: guards, sum, earlierSum };
}

/** The checksum that a row is written with. */
export const sumOf = (collection: string, id: string, guards: string | null, body: string): number =>
  checksumOf({ collection, id, body, beside: guards });
