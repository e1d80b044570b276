import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '#libs/blob-store';
import { DecodedBody, type DecodingBounds } from '../reading/decode.js';
import type { OutsideErrors } from './outside-errors.js';

/** The kept bytes are not those that were received. */
export class BodyChanged extends Error {
  constructor(sha256: string) {
    super(`The kept body is no longer the one that was received (SHA-256 ${sha256}); push the same file again to put it back.`);
    this.name = 'BodyChanged';
  }
}

/** A kept body, to be read again. */
export interface KeptBody {
  readonly blob: string;
  /** Of the decoded bytes, as it was recorded. */
  readonly sha256: string;
}

/** Reads a body again from where it is kept, and compares it with its recorded hash. */
export class BodyReadAgain implements AsyncIterable<Uint8Array> {
  private readonly hash = createHash('sha256');
  private readonly decoded: DecodedBody;
  private isAtEnd = false;

  private constructor(
    private readonly kept: KeptBody,
    private readonly reopen: () => Promise<Readable>,
    private readonly stream: Readable,
    private readonly from: { outside: OutsideErrors; bounds: DecodingBounds },
  ) {
    this.decoded = new DecodedBody(from.outside.bytes(stream), from.bounds);
  }

  static async open(from: { blobs: BlobStore; bounds: DecodingBounds; outside: OutsideErrors }, kept: KeptBody): Promise<BodyReadAgain> {
    const reopen = (): Promise<Readable> => from.blobs.open(kept.blob);
    return new BodyReadAgain(kept, reopen, await reopen(), from);
  }

  /** Lets go of the stream, also of one that nobody has begun to read. */
  close(): void {
    this.stream.destroy();
  }

  get refusal(): DecodedBody['refusal'] {
    return this.decoded.refusal;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.decoded) {
      this.hash.update(chunk);
      yield chunk;
    }
    this.isAtEnd = this.decoded.refusal === undefined;
  }

  /** Throws BodyChanged unless the bytes are those that were received. A body whose reader stopped early is read once more. */
  async mustBeAsReceived(): Promise<void> {
    if (this.decoded.refusal) return this.mustBeOutOfBounds();
    const sha256 = this.isAtEnd
      ? this.hash.digest('hex')
      : await hashOf(new DecodedBody(this.from.outside.bytes(await this.reopen()), this.from.bounds));
    if (sha256 !== this.kept.sha256) throw new BodyChanged(this.kept.sha256);
  }

  /** It was unpacked whole when it was received: only lower bounds may refuse it now, not damage. */
  private mustBeOutOfBounds(): void {
    if (this.decoded.refusal!.code.endsWith('-gzip')) throw new BodyChanged(this.kept.sha256);
  }
}

async function hashOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}

/** A small plain body whole, as it was received; throws BodyChanged. */
export async function keptBytes(blobs: BlobStore, { blob, sha256 }: KeptBody): Promise<Buffer> {
  const bytes = await buffer(await blobs.open(blob));
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new BodyChanged(sha256);
  return bytes;
}
