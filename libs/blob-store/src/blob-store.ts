import type { Readable } from 'node:stream';

/** A body that has been received whole and durably, but not kept yet. */
export interface Received {
  readonly bytes: number;
  /** Keeps it under this key; keeping the same key again is harmless. */
  keep(key: string): Promise<void>;
  /** Lets it go; harmless after `keep`. */
  discard(): Promise<void>;
}

/** No body is kept under this key. */
export class NoSuchBlob extends Error {
  constructor(readonly key: string) {
    super(`Nothing is kept under ${key}.`);
    this.name = 'NoSuchBlob';
  }
}

/** What is kept under this key can no longer be read whole, and never will be. */
export class BlobDamaged extends Error {
  constructor(
    readonly key: string,
    options?: ErrorOptions,
  ) {
    super(`What is kept under ${key} can no longer be read whole.`, options);
    this.name = 'BlobDamaged';
  }
}

/** A key under which a body is kept, and since when. */
export interface KeptKey {
  readonly key: string;
  readonly since: Date;
}

/** Where bodies are kept. Keys are `[a-z0-9][a-z0-9.-]{0,199}`. Every adapter passes `blobStoreContract`. */
export abstract class BlobStore {
  /** Takes a body to its end; if it breaks off or throws, nothing is left behind and the error is passed on. */
  abstract receive(body: AsyncIterable<Uint8Array>): Promise<Received>;
  /** The kept bytes, from the start or from a byte on (none where that is the end or lies behind it); throws NoSuchBlob, and its stream BlobDamaged. */
  abstract open(key: string, from?: number): Promise<Readable>;
  /** The keys that begin so, in the order of their text. What is kept or removed meanwhile may be given or not. */
  abstract keys(prefix: string): AsyncIterable<KeptKey>;
  abstract has(key: string): Promise<boolean>;
  /** Removes what is kept under the key; harmless when nothing is. */
  abstract remove(key: string): Promise<void>;
  /** Removes it if it was last kept at this moment or before, and says whether; one that is kept again meanwhile stays. */
  abstract removeOlder(key: string, than: Date): Promise<boolean>;
  /** Removes what was received but never kept, such as after a crash; called at start. What another instance may still be receiving stays. */
  abstract tidy(): Promise<void>;
  /** Lets go of what the store holds open; nothing is asked of it afterwards. */
  async close(): Promise<void> {}
}
