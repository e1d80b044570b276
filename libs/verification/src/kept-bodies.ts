import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type BlobStore, NoSuchBlob } from '#libs/blob-store';
import type { KeptBlob } from './log-walk.js';

/** What is wrong with a kept body; undefined when it is what the log says. */
export async function differenceOf(bodies: BlobStore, { blob, submission, sha256 }: KeptBlob): Promise<string | undefined> {
  try {
    const body = await bodies.open(blob);
    if (sha256 === null) return void body.destroy();
    const found = await decodedHash(body, async () => bodies.open(blob));
    return found === sha256 ? undefined : `The body of submission ${submission} differs from its SHA-256 ${sha256}.`;
  } catch (error) {
    if (error instanceof NoSuchBlob) return `${sha256 === null ? 'The refused rows' : 'The body'} of submission ${submission} is missing.`;
    if (isBadGzip(error)) return `The body of submission ${submission} can no longer be unpacked.`;
    throw error;
  }
}

/** Of the bytes as they are read: a body that came gzipped is unpacked. */
async function decodedHash(body: Readable, again: () => Promise<Readable>): Promise<string> {
  const isGzip = await startsAsGzip(body);
  const hash = createHash('sha256');
  const whole = await again();
  await (isGzip ? pipeline(whole, createGunzip(), hash) : pipeline(whole, hash));
  return hash.digest('hex');
}

async function startsAsGzip(body: Readable): Promise<boolean> {
  const first: number[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) {
    first.push(...chunk.subarray(0, 2 - first.length));
    if (first.length === 2) break;
  }
  return first[0] === 0x1f && first[1] === 0x8b;
}

const isBadGzip = (error: unknown): boolean => /^Z_/.test(String((error as { code?: unknown }).code));
