import { createHash } from 'node:crypto';
import type { BlobStore } from '#libs/blob-store';
import type { OrderedSubmission } from '../domain/partition-events.js';
import { keptBytes } from '../recording/kept-body.js';
import type { Gathering } from './poll-pieces.js';

/** A submission that is ordered from messages, with its body at hand. */
export interface Kept {
  readonly order: OrderedSubmission;
  readonly body: Buffer;
}

/** Where messages came from, and when. */
export interface Origin {
  readonly topic: string;
  readonly partition: number;
  readonly received: Date;
}

/** The bodies of submissions that were made from messages: one observation a line, each with its message's offset. */
export class MessageBodies {
  constructor(private readonly blobs: BlobStore) {}

  /** Keeps the body of what was gathered; the same messages are the same submission, and kept once. */
  async keep(gathering: Gathering, { topic, partition, received }: Origin): Promise<Kept> {
    const { feed, profileVersion, released, first, last, lines } = gathering;
    const body = Buffer.from(lines.join(''));
    const sha256 = createHash('sha256').update(body).digest('hex');
    const identity = [topic, partition, feed, profileVersion, sha256, released].join('\n');
    const id = createHash('sha256').update(identity).digest('hex').slice(0, 24);
    const blob = `body-${id}`;
    await (await this.blobs.receive(once(body))).keep(blob);
    const name = `${topic}/${partition}@${first}-${last}`;
    const kept = { blob, gzip: false, bytes: body.length, sha256, name };
    const when = { released, received: received.toISOString() };
    const from = { topic, partition, first, last };
    return { order: { id, feed, profileVersion, ...kept, ...when, backfill: false, by: 'kafka', from }, body };
  }

  /** Throws NoSuchBlob or BodyChanged. */
  async read(order: OrderedSubmission): Promise<Buffer> {
    return keptBytes(this.blobs, order);
  }

  async remove({ blob }: OrderedSubmission): Promise<void> {
    await this.blobs.remove(blob);
  }
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
