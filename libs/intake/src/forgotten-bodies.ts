import type { BlobStore, KeptKey } from '#libs/blob-store';
import { BEGINNING, type EventStore } from '#libs/event-store';
import { BLOB_PREFIXES, namedBlobs, ownerOf } from './domain/blob-names.js';
import type { OffsetsTaken } from './domain/partition-events.js';
import { type SubmissionEvent, submissionStream } from './domain/submission-events.js';

const OWNERS_AT_ONCE = 200;
const CLAIMS_AT_ONCE = 1000;

/** What was kept for one submission, under one prefix. */
interface Kept {
  readonly owner: string;
  readonly keys: KeptKey[];
}

/** Removes bodies, and lists of refused rows, that were kept by an instance that died before any event named them. */
export class ForgottenBodies {
  private claimed: Promise<ReadonlySet<string>> | undefined;
  private began = new Date(0);

  constructor(
    private readonly store: EventStore,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Removes what nothing names and was last kept at this moment or before, since what is younger may still be on its way; gives
   * how many. What was kept before the log began is another log's, such as one that was lost: it stays for its restore.
   */
  async collect(than: Date, signal?: AbortSignal): Promise<number> {
    this.claimed = undefined;
    const [first] = await this.store.readAll(BEGINNING, 1);
    if (!first) return 0;
    this.began = new Date(first.recordedAt);
    let gone = 0;
    for (const prefix of BLOB_PREFIXES) {
      for await (const some of inBatches(byOwner(this.blobs.keys(prefix)))) {
        if (signal?.aborted) return gone;
        gone += await this.removeUnnamed(some, prefix === 'body-', than);
      }
    }
    return gone;
  }

  private async removeUnnamed(some: readonly Kept[], areBodies: boolean, than: Date): Promise<number> {
    let gone = 0;
    for (const key of await this.unnamed(some, areBodies)) if (await this.blobs.removeOlder(key, than)) gone++;
    return gone;
  }

  /** One body of a submission that there is, is the one that it names: its stream need not be read. */
  private async unnamed(some: readonly Kept[], areBodies: boolean): Promise<string[]> {
    const versions = await this.store.versions(some.map(({ owner }) => submissionStream(owner)));
    const found: string[] = [];
    for (const [i, { owner, keys }] of some.entries()) {
      if (versions[i]! > 0 && areBodies && keys.length === 1) continue;
      const named = versions[i]! > 0 ? await this.namedIn(owner) : await this.claims();
      found.push(...keys.filter(({ key, since }) => since >= this.began && !named.has(key)).map(({ key }) => key));
    }
    return found;
  }

  private async namedIn(owner: string): Promise<ReadonlySet<string>> {
    return namedBlobs((await this.store.read({ stream: submissionStream(owner) })) as unknown as SubmissionEvent[]);
  }

  /** The bodies of messages that are claimed and perhaps not recorded yet. */
  private claims(): Promise<ReadonlySet<string>> {
    return (this.claimed ??= this.readClaims());
  }

  private async readClaims(): Promise<ReadonlySet<string>> {
    const named = new Set<string>();
    for (let position = BEGINNING; ;) {
      const events = await this.store.readAll(position, CLAIMS_AT_ONCE, ['partition']);
      for (const { data } of events) for (const { blob } of (data as OffsetsTaken['data']).submissions) named.add(blob);
      if (events.length < CLAIMS_AT_ONCE) return named;
      position = events.at(-1)!.position;
    }
  }
}

/** Keys come in the order of their text, so those of one owner stand together. */
async function* byOwner(keys: AsyncIterable<KeptKey>): AsyncGenerator<Kept> {
  let kept: Kept | undefined;
  for await (const one of keys) {
    const owner = ownerOf(one.key);
    if (owner === undefined) continue;
    if (kept?.owner === owner) {
      kept.keys.push(one);
      continue;
    }
    if (kept) yield kept;
    kept = { owner, keys: [one] };
  }
  if (kept) yield kept;
}

async function* inBatches(all: AsyncIterable<Kept>): AsyncGenerator<Kept[]> {
  let batch: Kept[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < OWNERS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
