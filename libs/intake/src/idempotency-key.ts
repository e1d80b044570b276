import { v5 as uuid5 } from 'uuid';
import { type EventStore, WrongVersion } from '#libs/event-store';
import { Refusal } from '#libs/kernel';

const IDS = 'b7f9b0f4-55a3-5b0a-9a52-0f5f3f1f6c0e';

/** The event of `idempotency-<hash of feed and key>`: whose key it is. A storage format. */
export interface IdempotencyKeyClaimed {
  readonly type: 'IdempotencyKeyClaimed';
  readonly data: { readonly v: 1; readonly submission: string };
}

/** A submission that came with a key. */
interface Keyed {
  readonly id: string;
  readonly feed: string;
  readonly idempotencyKey?: string;
}

const reused = new Refusal('idempotency-key-reused', 'This Idempotency-Key came before, with other content; use a new key for a new file.');
const streamOf = (feed: string, key: string): string => `idempotency-${uuid5(`${feed} ${key}`, IDS)}`;

/** Refuses a key that stands for another submission of the feed already. */
export async function checkKey(store: EventStore, { id, feed, idempotencyKey }: Keyed): Promise<Refusal | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const [claimed] = await store.read({ stream: streamOf(feed, idempotencyKey) });
  return claimed && (claimed.data as unknown as IdempotencyKeyClaimed['data']).submission !== id ? reused : undefined;
}

/** Makes the key stand for this submission from now on; of two that try at once, one is refused. */
export async function claimKey(store: EventStore, { id, feed, idempotencyKey }: Keyed): Promise<Refusal | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const stream = streamOf(feed, idempotencyKey);
  try {
    await store.append(stream, 0, [{ id: uuid5(`${stream} ${id}`, IDS), type: 'IdempotencyKeyClaimed', data: { v: 1, submission: id } }]);
    return undefined;
  } catch (error) {
    if (error instanceof WrongVersion) return reused;
    throw error;
  }
}
