import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BlobStore, type Received } from '#libs/blob-store';
import { Catalogue, type Feed } from '#libs/catalogue';
import { EventStore } from '#libs/event-store';
import { Clock, isDate, Refusal } from '#libs/kernel';
import { Config, FaultPoints, lastDay, londonDate, ThreadCalls } from '#libs/platform';
import { readSubmission } from './receipt.js';
import { formats } from './formats/index.js';
import { PushProgress } from './http/push-progress.js';
import { inPieces } from './reading/in-pieces.js';
import { DecodedBody, type DecodingBounds } from './reading/decode.js';
import { READING_LIMITS } from './reading/limits.js';
import type { RecordOrder } from './record-order.js';
import type { Recorded } from './record-submission.js';
import { identity } from './domain/identity.js';

/** One delivery on a feed, as it comes in. */
export interface Delivery {
  readonly feed: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly released?: string;
  readonly name?: string;
  readonly backfill: boolean;
  readonly dryRun: boolean;
  readonly idempotencyKey?: string;
  readonly by: string;
}

/** Takes a delivery in: keeps its body whole, then has it recorded. The receipt is durable. */
export class ReceiveSubmission extends Command<Recorded | Refusal> {
  constructor(readonly delivery: Delivery) {
    super();
  }
}

@CommandHandler(ReceiveSubmission)
export class ReceiveSubmissionHandler implements ICommandHandler<ReceiveSubmission> {
  private bodies = 0;

  constructor(
    private readonly store: EventStore,
    private readonly blobs: BlobStore,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly faults: FaultPoints,
    private readonly threads: ThreadCalls,
    private readonly progress: PushProgress,
  ) {}

  async execute({ delivery }: ReceiveSubmission): Promise<Recorded | Refusal> {
    const feed = (await this.catalogue.upToDate()).feed(delivery.feed);
    if (!feed) return new Refusal('unknown-feed', `There is no feed called ${delivery.feed}; GET /v1/feeds lists them.`);
    const name = delivery.name === undefined ? null : baseName(delivery.name);
    const received = this.clock.now();
    const receivedOn = londonDate(received);
    const stated = delivery.released ?? releasedByName(name, feed);
    const released = stated ?? (await this.today(receivedOn));
    if (!isDate(released)) return new Refusal('bad-release-date', `"${released.slice(0, 40)}" is not a date; write it as 2024-05-31.`);
    if (released > receivedOn)
      return new Refusal('not-yet-released', `The release date ${released} lies after the day of receipt, ${receivedOn}.`);
    const bounds = { decodedBytesMax: this.config.decodedBytesMax, ratioMax: 1000, stretchBytesMax: READING_LIMITS.jsonBytesMax };
    const body = await receiveBody(this.blobs, delivery.body, bounds);
    if (body instanceof Refusal) return body;
    const { received: kept, ...facts } = body;
    const id = identity(feed, { sha256: body.sha256, released, backfill: delivery.backfill });
    const blob = `body-${id}-${received.getTime()}-${++this.bodies}`; // Each its own: of two at once, one is let go.
    await kept.keep(blob);
    this.faults.hit('receive');
    const { backfill, dryRun, idempotencyKey, by } = delivery;
    const when = { released, releaseAssumed: stated === undefined, received: received.toISOString(), receivedOn };
    const order: RecordOrder = {
      id,
      feed: feed.code,
      profileVersion: feed.profileVersion,
      blob,
      name,
      backfill,
      dryRun,
      idempotencyKey,
      by,
      ...facts,
      ...when,
    };
    const outcome = await this.progress.during(feed.code, (report) =>
      this.threads.call<Recorded | Refusal>('intake', 'RecordSubmission', order, report),
    );
    await this.tidy(id, blob);
    return outcome;
  }

  /** The last day that has begun by the log: a clock that has jumped makes no release date that outranks later ones. */
  private async today(receivedOn: string): Promise<string> {
    const { date } = await lastDay(this.store);
    return date !== undefined && date < receivedOn ? date : receivedOn;
  }

  /** A body that no submission was recorded from is not kept: it was refused whole, only tried, or came before. */
  private async tidy(id: string, blob: string): Promise<void> {
    const { state } = await readSubmission(this.store, id);
    if (state.started?.blob !== blob) await this.blobs.remove(blob);
  }
}

/** The file's own name, without any folders: it is data, and never a path. */
function baseName(name: string): string | null {
  return (
    name
      .split(/[/\\]/)
      .at(-1)!
      .replace(/\p{Cc}/gu, '')
      .slice(0, 200) || null
  );
}

function releasedByName(name: string | null, feed: Feed): string | undefined {
  return name === null ? undefined : formats.find((f) => f.name === feed.format)?.releasedFromName?.(name, feed);
}

interface ReceivedBody {
  readonly received: Received;
  /** Of the decoded bytes, so that a file and its gzip are one content. */
  readonly sha256: string;
  readonly gzip: boolean;
  readonly bytes: number;
  readonly decoded: Uint8Array | undefined;
}

/** Beyond this a decoded body is read again from where it is kept. */
const SMALL_BYTES = 8 * 1024 * 1024;

/** The decoded bytes of a small body; nothing of a large one. */
class SmallBody {
  private chunks: Uint8Array[] = [];
  private length = 0;

  add(chunk: Uint8Array): void {
    this.length += chunk.length;
    if (this.length <= SMALL_BYTES) this.chunks.push(chunk);
    else this.chunks = [];
  }

  bytes(): Uint8Array | undefined {
    return this.length <= SMALL_BYTES ? Buffer.concat(this.chunks, this.length) : undefined;
  }
}

/** Takes the body to its end, keeping it as it came and hashing it as it reads. */
async function receiveBody(blobs: BlobStore, body: AsyncIterable<Uint8Array>, bounds: DecodingBounds): Promise<ReceivedBody | Refusal> {
  const through = new PassThrough({ highWaterMark: 1024 * 1024 });
  const decoded = new DecodedBody(through, bounds);
  const hash = createHash('sha256');
  const small = new SmallBody();
  const hashing = (async () => {
    for await (const chunk of decoded) {
      hash.update(chunk);
      small.add(chunk);
    }
    through.resume(); // When it stopped early: let the rest go by.
  })();
  hashing.catch(() => through.resume()); // Thrown below, by the await; until then the rest must go by.
  const received = await blobs.receive(both(body, { decoded, through, hashing })).catch((error: unknown) => {
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
}

/** The body for keeping and for hashing, in pieces worth a write; once it is refused, the rest of it is not waited for. */
async function* both(body: AsyncIterable<Uint8Array>, { decoded, through, hashing }: Hashing): AsyncGenerator<Uint8Array> {
  for await (const piece of inPieces(body)) {
    if (decoded.refusal) return;
    if (!through.write(piece)) await Promise.race([once(through, 'drain'), hashing]);
    yield piece;
  }
  through.end();
}
