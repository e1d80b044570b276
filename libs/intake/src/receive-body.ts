import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { BlobStore, Received } from '#libs/blob-store';
import type { Refusal } from '#libs/kernel';
import type { PlaceInQueue } from './push-queue.js';
import { DecodedBody, type DecodingBounds } from './reading/decode.js';
import { inPieces } from './reading/in-pieces.js';

/** A body that was received whole. */
export interface ReceivedBody {
  readonly received: Received;
  /** Of the decoded bytes, so that a file and its gzip are one content. */
  readonly sha256: string;
  readonly gzip: boolean;
  readonly bytes: number;
  readonly decoded: Uint8Array | undefined;
}

/** Beyond this a decoded body is read again from where it is kept. */
const SMALL_BYTES = 8 * 1024 * 1024;

/** The decoded bytes of a small body; nothing of a large one, nor of one for which there is no room. */
class SmallBody {
  private chunks: Uint8Array[] | undefined = [];
  private length = 0;

  constructor(private readonly place: PlaceInQueue) {}

  add(chunk: Uint8Array): void {
    this.length += chunk.length;
    if (this.chunks === undefined) return;
    if (this.length <= SMALL_BYTES && this.place.hold(chunk.length)) this.chunks.push(chunk);
    else this.drop();
  }

  /** In a buffer of their own, which can be handed to another thread. */
  bytes(): Uint8Array | undefined {
    if (this.chunks === undefined) return undefined;
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    this.chunks = undefined;
    return whole;
  }

  private drop(): void {
    this.chunks = undefined;
    this.place.letGo();
  }
}

/** Takes the body to its end, keeping it as it came and hashing it as it reads. */
export async function receiveBody(
  blobs: BlobStore,
  body: AsyncIterable<Uint8Array>,
  { bounds, place }: { bounds: DecodingBounds; place: PlaceInQueue },
): Promise<ReceivedBody | Refusal> {
  const through = new PassThrough({ highWaterMark: 1024 * 1024 });
  const decoded = new DecodedBody(through, bounds);
  const hash = createHash('sha256');
  const small = new SmallBody(place);
  const hashing = (async () => {
    for await (const chunk of decoded) {
      hash.update(chunk);
      small.add(chunk);
    }
    through.resume(); // When it stopped early: let the rest go by.
  })();
  hashing.catch(() => through.resume()); // Thrown below, by the await; until then the rest must go by.
  const received = await blobs.receive(both(body, { decoded, through, hashing, place })).catch((error: unknown) => {
    through.destroy();
    throw error;
  });
  await hashing;
  if (decoded.refusal) {
    await received.discard();
    return decoded.refusal;
  }
  return { received, sha256: hash.digest('hex'), gzip: decoded.gzip, bytes: received.bytes, decoded: small.bytes() };
}

interface Hashing {
  readonly decoded: DecodedBody;
  readonly through: PassThrough;
  readonly hashing: Promise<void>;
  readonly place: PlaceInQueue;
}

/** The body for keeping and for hashing, in pieces worth a write; once it is refused, the rest of it is not waited for. */
async function* both(body: AsyncIterable<Uint8Array>, { decoded, through, hashing, place }: Hashing): AsyncGenerator<Uint8Array> {
  for await (const piece of inPieces(body)) {
    if (decoded.refusal) return;
    place.received(piece.length);
    if (!through.write(piece)) await Promise.race([once(through, 'drain'), hashing]);
    yield piece;
  }
  through.end();
}
