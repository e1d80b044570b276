import { crc32 } from 'node:zlib';

/** The CRC-32 of a document with its id and guards, as a signed number of four bytes. */
export function checksumOf(id: string, guards: string | null, body: string): number {
  return crc32(body, crc32(`${id}\n${guards ?? ''}\n`)) | 0;
}
