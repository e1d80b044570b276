import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from '#libs/kernel';

/** Twenty times the largest lookup that is published; a file beyond it is not one. */
export const AREA_FILE_BYTES_MAX = 64 * 1024 * 1024;

const unzip = promisify(gunzip);

/** The text of an area file, gunzipped where it is gzip; refuses what is too long, cut short or not UTF-8. */
export async function areaText(bytes: Uint8Array): Promise<string | Refusal> {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = zipped ? await unzipped(bytes) : bytes;
  if (plain instanceof Refusal) return plain;
  if (plain.length > AREA_FILE_BYTES_MAX) return tooLong();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    return new Refusal('not-utf-8', 'The file is not text in UTF-8; save it as CSV in UTF-8.');
  }
}

async function unzipped(bytes: Uint8Array): Promise<Uint8Array | Refusal> {
  try {
    return await unzip(bytes, { maxOutputLength: AREA_FILE_BYTES_MAX });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return tooLong();
    return new Refusal('unreadable-gzip', 'The gzip file is cut short or damaged; send it again.');
  }
}

const tooLong = (): Refusal =>
  new Refusal('too-large', `The file is longer than ${AREA_FILE_BYTES_MAX / 1024 / 1024} MB; no area file is.`, {
    bytesMax: AREA_FILE_BYTES_MAX,
  });
