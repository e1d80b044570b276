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

/** Where bodies are kept. Keys are `[a-z0-9][a-z0-9.-]{0,199}`. Every adapter passes `blobStoreContract`. */
export abstract class BlobStore {
  /** Takes a body to its end; if it breaks off or throws, nothing is left behind and the error is passed on. */
  abstract receive(body: AsyncIterable<Uint8Array>): Promise<Received>;
  /** The kept bytes, from the start; throws NoSuchBlob. */
  abstract open(key: string): Promise<Readable>;
  abstract has(key: string): Promise<boolean>;
  /** Removes what is kept under the key; harmless when nothing is. */
  abstract remove(key: string): Promise<void>;
  /** Removes what was received but never kept, such as after a crash; called at start. What another instance may still be receiving stays. */
  abstract tidy(): Promise<void>;
  /** Lets go of what the store holds open; nothing is asked of it afterwards. */
  async close(): Promise<void> {}
}
