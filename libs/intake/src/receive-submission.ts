import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { Catalogue, type Feed } from '#libs/catalogue';
import { EventStore } from '#libs/event-store';
import { Clock, isDate, Refusal } from '#libs/kernel';
import { Config, FaultPoints, ThreadCalls, today } from '#libs/platform';
import { readSubmission } from './receipt.js';
import { formats } from './formats/index.js';
import { PushProgress } from './http/push-progress.js';
import { READING_LIMITS } from './reading/limits.js';
import { type PlaceInQueue, PushQueue } from './push-queue.js';
import { type ReceivedBody, receiveBody } from './receive-body.js';
import type { RecordOrder } from './record-order.js';
import type { Recorded } from './record-submission.js';
import { identity } from './identity.js';
import { notYetReleased } from './recording/summary.js';

/** One delivery on a feed, as it comes in. */
export interface Delivery {
  readonly feed: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly released?: string;
  readonly name?: string;
  readonly backfill: boolean;
  readonly dryRun: boolean;
  /** A dry run's refused rows are all wanted, as far as an answer holds them. */
  readonly allRefusals?: boolean;
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
  private readonly queue = new PushQueue();

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
    const receivedOn = await today({ events: this.store, clock: { now: () => received }, confirmed: this.config.clockConfirmed });
    const stated = delivery.released ?? releasedByName(name, feed);
    const released = stated ?? receivedOn;
    if (!isDate(released)) return new Refusal('bad-release-date', `"${released.slice(0, 40)}" is not a date; write it as 2024-05-31.`);
    if (released > receivedOn) return notYetReleased({ released, receivedOn, received: received.toISOString() });
    if (this.queue.isFull) return BUSY;
    const place = this.queue.place();
    const when = { released, releaseAssumed: stated === undefined, received: received.toISOString(), receivedOn };
    return this.receive(delivery, { feed, name, ...when }, place).finally(() => place.leave());
  }

  private async receive(delivery: Delivery, { feed, ...about }: About, place: PlaceInQueue): Promise<Recorded | Refusal> {
    const bounds = { decodedBytesMax: this.config.decodedBytesMax, ratioMax: 1000, stretchBytesMax: READING_LIMITS.jsonBytesMax };
    const body = await receiveBody(this.blobs, delivery.body, { bounds, place });
    if (body instanceof Refusal) return body;
    const { received: kept, ...facts } = body;
    const { released } = about;
    const id = identity(feed, { sha256: body.sha256, released, backfill: delivery.backfill });
    const blob = await this.keep(kept, id, about.received);
    this.faults.hit('receive');
    const { backfill, dryRun, allRefusals, idempotencyKey, by } = delivery;
    const order: RecordOrder = {
      id,
      feed: feed.code,
      profileVersion: feed.profileVersion,
      blob,
      backfill,
      dryRun,
      allRefusals,
      idempotencyKey,
      by,
      ...facts,
      ...about,
    };
    try {
      return await this.progress.during(feed.code, (report) =>
        this.threads.call<Recorded | Refusal>('intake', 'RecordSubmission', order, report),
      );
    } finally {
      await this.tidy(id, blob);
    }
  }

  /** Keeps a body under a key of its own: of two at once, one is let go. It takes the place of one that is gone or changed. */
  private async keep(body: ReceivedBody['received'], id: string, received: string): Promise<string> {
    const { started, failed } = (await readSubmission(this.store, id)).state;
    const isReplaced = failed?.code === 'body-missing' || failed?.code === 'body-changed';
    const blob = isReplaced ? started!.blob : `body-${id}-${Date.parse(received)}-${++this.bodies}`;
    if (isReplaced) await this.blobs.remove(blob);
    await body.keep(blob);
    return blob;
  }

  /** A body that no submission was recorded from is not kept: it was refused whole, only tried, or came before. */
  private async tidy(id: string, blob: string): Promise<void> {
    const { state } = await readSubmission(this.store, id);
    if (state.started?.blob !== blob) await this.blobs.remove(blob);
  }
}

/** What is known of a delivery before its body is received. */
interface About extends Pick<RecordOrder, 'name' | 'released' | 'releaseAssumed' | 'received' | 'receivedOn'> {
  readonly feed: Feed;
}

const BUSY = new Refusal('busy', 'More files wait to be recorded than the server holds at once; send the file again in half a minute.');

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
