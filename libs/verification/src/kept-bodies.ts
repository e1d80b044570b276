import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { BlobDamaged, type BlobStore, NoSuchBlob } from '#libs/blob-store';
import type { KeptBlob, LogWalk } from './log-walk.js';

const PREFIXES = ['body-', 'refused-'];

/** What is wrong with a kept body; undefined when it is what the log says. */
export async function differenceOf(bodies: BlobStore, { blob, noun, submission, sha256 }: KeptBlob): Promise<string | undefined> {
  const what = `The ${noun} of submission ${submission}`;
  try {
    const found = await decodedHash(await bodies.open(blob), async () => bodies.open(blob));
    return sha256 === null || found === sha256 ? undefined : `${what} differs from its SHA-256 ${sha256}.`;
  } catch (error) {
    if (error instanceof NoSuchBlob) return `${what} is missing.`;
    if (error instanceof BlobDamaged) return `${what} can no longer be read whole.`;
    if (isBadGzip(error)) return `${what} can no longer be unpacked.`;
    throw error;
  }
}

/** How many bodies are kept that nothing in the log names: of pushes after its end, where it was cut short, or left by a crash. */
export async function unnamedIn(bodies: BlobStore, { blobs, claimed }: LogWalk): Promise<number> {
  let unnamed = 0;
  for (const prefix of PREFIXES) {
    for await (const { key } of bodies.keys(prefix)) if (!blobs.has(key) && !claimed.has(key)) unnamed++;
  }
  return unnamed;
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
