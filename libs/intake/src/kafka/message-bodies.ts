import { createHash } from 'node:crypto';
import type { BlobStore } from '#libs/blob-store';
import type { OrderedSubmission } from '../domain/partition-events.js';
import type { Provenance } from '../domain/submission-events.js';
import { dayApart } from '../record-order.js';
import { keptBytes } from '../recording/kept-body.js';
import type { MessageRows } from '../recording/message-rows.js';
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
  readonly receivedOn: string;
}

/** What a submission made from messages is of. */
type About = Pick<OrderedSubmission, 'feed' | 'profileVersion' | 'released' | 'received' | 'receivedOn'>;

/** The bodies of submissions that were made from messages: one observation a line, each with its message's offset. */
export class MessageBodies {
  constructor(private readonly blobs: BlobStore) {}

  /** Keeps the body of what was gathered; the same messages are the same submission, and kept once. */
  async keep({ lines, first, last, ...of }: Gathering, { topic, partition, received, receivedOn }: Origin): Promise<Kept> {
    const moment = received.toISOString();
    const when = { received: moment, ...dayApart({ received: moment, receivedOn }) };
    return this.kept(Buffer.from(lines.join('')), { ...of, ...when }, { topic, partition, first, last });
  }

  /** Keeps some of the messages of a submission as one of their own; the same of them are the same submission. */
  async keepPart(order: OrderedSubmission, { body, offsets }: MessageRows): Promise<Kept> {
    const { feed, profileVersion, released, received, receivedOn, from } = order;
    const of = { feed, profileVersion, released, received, ...(receivedOn === undefined ? {} : { receivedOn }) };
    return this.kept(body, of, { ...from, first: offsets[0]!, last: offsets.at(-1)! });
  }

  private async kept(body: Buffer, of: About, from: Provenance): Promise<Kept> {
    const { topic, partition, first, last } = from;
    const sha256 = createHash('sha256').update(body).digest('hex');
    const identity = [topic, partition, of.feed, of.profileVersion, sha256, of.released].join('\n');
    const id = createHash('sha256').update(identity).digest('hex').slice(0, 24);
    const blob = `body-${id}`;
    await (await this.blobs.receive(once(body))).keep(blob);
    const kept = { blob, gzip: false, bytes: body.length, sha256, name: `${topic}/${partition}@${first}-${last}` };
    return { order: { id, ...of, ...kept, backfill: false, by: 'kafka', from }, body };
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
