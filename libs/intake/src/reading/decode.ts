import { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { Refusal } from '#libs/kernel';

/** How far a compressed body may swell. */
export interface DecodingBounds {
  readonly decodedBytesMax: number;
  /** Decoded to compressed bytes, looked at after the first mebibyte. */
  readonly ratioMax: number;
  /** The longest stretch without a line end, when there is a bound to it: no format reads on from there. */
  readonly stretchBytesMax?: number;
}

/** 2 GiB, and a thousand to one: text never shrinks so far, a zip bomb does. */
export const DECODING_BOUNDS: DecodingBounds = { decodedBytesMax: 2 * 1024 ** 3, ratioMax: 1000 };

const CHUNK_BYTES = 256 * 1024;
const MEBIBYTE = 1024 * 1024;
const [LF, CR] = [10, 13] as const;

export const lineTooLong = (max: number): Refusal =>
  new Refusal('line-too-long', `A line is longer than ${max} bytes; check for a quote that is never closed, or for missing line ends.`, {
    lineBytesMax: max,
  });

const tooLarge = (max: number): Refusal =>
  new Refusal('body-too-large', `The body is longer than ${max} bytes when unpacked; send it in parts.`, { bytesMax: max });

/**
 * The bytes of a body as its publisher wrote them: gunzipped when the bytes say so, whatever a header says.
 * When it cannot be read to its end the stream ends early and `refusal` says why: look there after reading.
 */
export class DecodedBody implements AsyncIterable<Uint8Array> {
  refusal: Refusal | undefined;
  /** Whether the body came gzipped; known once its first bytes were read. */
  gzip = false;
  bytes = 0;
  /** Bytes since the last line end. */
  private stretch = 0;

  constructor(
    private readonly body: AsyncIterable<Uint8Array>,
    private readonly bounds: DecodingBounds = DECODING_BOUNDS,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const source = startingWith(this.body, 2);
    const { value: first, done } = await source.next();
    if (done) return;
    this.gzip = first[0] === 0x1f && first[1] === 0x8b;
    const whole = chain(first, source);
    for await (const chunk of this.gzip ? this.gunzipped(whole) : whole) {
      this.bytes += chunk.length;
      if (this.bytes > this.bounds.decodedBytesMax) this.refusal = tooLarge(this.bounds.decodedBytesMax);
      else if (this.isEndless(chunk)) this.refusal = lineTooLong(this.bounds.stretchBytesMax!);
      if (this.refusal) return;
      yield chunk;
    }
  }

  private isEndless(chunk: Uint8Array): boolean {
    const end = Math.max(chunk.lastIndexOf(LF), chunk.lastIndexOf(CR));
    this.stretch = end < 0 ? this.stretch + chunk.length : chunk.length - end - 1;
    return this.stretch > (this.bounds.stretchBytesMax ?? Infinity);
  }

  private async *gunzipped(source: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    const raw = Readable.from(source, { objectMode: true });
    let fault: Error | undefined; // Of the source itself: a fault, not something wrong with the file.
    raw.once('error', (error) => {
      fault = error;
      gunzip.destroy();
    });
    raw.pipe(gunzip);
    let out = 0;
    try {
      for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
        out += chunk.length;
        if (this.swells(out, gunzip)) return;
        yield chunk;
      }
    } catch (error) {
      if (fault) throw fault;
      this.refusal = ofGzip(error as NodeJS.ErrnoException);
    } finally {
      raw.destroy();
      gunzip.destroy();
    }
    if (fault) throw fault;
  }

  private swells(out: number, { bytesWritten }: Gunzip): boolean {
    if (out <= MEBIBYTE || out <= bytesWritten * this.bounds.ratioMax) return false;
    this.refusal = new Refusal(
      'zip-bomb',
      `The body unpacks to more than ${this.bounds.ratioMax} times its size; send the plain file if it is a real one.`,
      { ratioMax: this.bounds.ratioMax },
    );
    return true;
  }
}

function ofGzip(error: NodeJS.ErrnoException): Refusal {
  if (!error.code?.startsWith('Z_')) throw error;
  return error.code === 'Z_BUF_ERROR'
    ? new Refusal('truncated-gzip', 'The gzipped body ends before its data does; send the whole file again.')
    : new Refusal('damaged-gzip', 'The body begins as gzip but cannot be unpacked; make the file again and send it.');
}

/** The same bytes, of which the first chunk holds at least `least` where there are so many. */
async function* startingWith(body: AsyncIterable<Uint8Array>, least: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | undefined;
  let started = false;
  for await (const chunk of body) {
    if (started) yield chunk;
    else {
      held = held ? Buffer.concat([held, chunk]) : chunk;
      started = held.length >= least;
      if (started) yield held;
    }
  }
  if (!started && held && held.length > 0) yield held;
}

async function* chain(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
