import type { CatalogueView, Feed } from '#libs/catalogue';
import type { BlobStore } from '#libs/blob-store';
import { Refusal } from '#libs/kernel';
import type { SubmissionStarted } from '../domain/submission-events.js';
import { formats } from '../formats/index.js';
import type { DecodingBounds } from '../reading/decode.js';
import type { ReadingOutcome } from '../reading/format.js';
import type { ReadingLimits } from '../reading/limits.js';
import type { StatementSink } from '../reading/statement-sink.js';
import { BodyReadAgain, type KeptBody, keptBytes } from './kept-body.js';
import { ADDED_KEYS, MessageRows } from './message-rows.js';
import { TooVaried } from './too-varied.js';
import type { OutsideErrors } from './outside-errors.js';

/** A body to be read, and what is known of it. */
export interface BodyToRead extends KeptBody {
  readonly name: SubmissionStarted['data']['name'];
  readonly released: string;
  readonly receivedOn: string;
  readonly from?: SubmissionStarted['data']['from'];
  /** The decoded bytes, when they are at hand. */
  readonly decoded?: Uint8Array;
}

/** A body, and whether it was made from messages. */
type BodyOfMessages = Pick<BodyToRead, 'blob' | 'sha256' | 'decoded'> & Pick<SubmissionStarted['data'], 'from'>;

/** Reads a kept body by its feed's format into the sink; a refusal refuses the whole body. Throws BodyChanged when it is not the one received. */
export async function readBody(
  from: { blobs: BlobStore; catalogue: CatalogueView; bounds: DecodingBounds; limits: ReadingLimits; outside: OutsideErrors },
  feed: Feed,
  body: BodyToRead,
  sink: StatementSink,
): Promise<ReadingOutcome | Refusal> {
  const format = formats.find((f) => f.name === feed.format);
  if (!format) return new Refusal('unknown-format', `The feed ${feed.code} names a format, ${feed.format}, that there is none of.`);
  const { name, released, receivedOn } = body;
  const again = body.decoded ? undefined : await BodyReadAgain.open(from, body);
  const decoded = again ?? atHand(body.decoded!);
  const added = body.from ? ADDED_KEYS : [];
  const context = { catalogue: from.catalogue, limits: from.limits, feed, name, released, receivedOn, added };
  try {
    const outcome = await format.read(decoded, context, sink).catch(refusedAsTooVaried);
    await again?.mustBeAsReceived();
    return decoded.refusal ?? outcome; // A body that ended early is refused for that, whatever was made of its beginning.
  } finally {
    again?.close();
  }
}

/** Which message each row of the body came by; undefined where it was not made from messages. */
export async function messagesOf(blobs: BlobStore, { from, blob, sha256, decoded }: BodyOfMessages): Promise<MessageRows | undefined> {
  if (!from) return undefined;
  return new MessageRows(
    decoded ? Buffer.from(decoded.buffer, decoded.byteOffset, decoded.length) : await keptBytes(blobs, { blob, sha256 }),
  );
}

function refusedAsTooVaried(error: unknown): Refusal {
  if (error instanceof TooVaried) return error.refusal;
  throw error;
}

function atHand(bytes: Uint8Array): AsyncIterable<Uint8Array> & { readonly refusal?: Refusal } {
  return {
    async *[Symbol.asyncIterator]() {
      yield bytes;
    },
  };
}
