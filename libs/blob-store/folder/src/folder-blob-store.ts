import { randomUUID } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { BlobStore, checkKey, NoSuchBlob, type Received } from '#libs/blob-store';
import { makeFolder, syncFolder, writeDurably } from './durable-file.js';

/** A body is read in pieces of this size: each costs a turn of the event loop. */
const READ_BYTES = 256 * 1024;

/** Bodies as files: `receiving/` holds what is not kept yet, and a folder for each two first characters of a key the rest. */
export class FolderBlobStore extends BlobStore {
  private readonly receiving: string;
  private ready: Promise<unknown> | undefined;

  constructor(private readonly folder: string) {
    super();
    this.receiving = join(folder, 'receiving');
  }

  async receive(body: AsyncIterable<Uint8Array>): Promise<Received> {
    await this.makeReady();
    const path = join(this.receiving, randomUUID());
    try {
      const bytes = await writeDurably(path, body);
      return { bytes, keep: (key) => this.keep(path, key), discard: () => rm(path, { force: true }) };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Once; and again after a failure, such as on a full disk. */
  private async makeReady(): Promise<void> {
    this.ready ??= mkdir(this.receiving, { recursive: true });
    await this.ready.catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    });
  }

  async open(key: string): Promise<Readable> {
    const path = this.pathOf(key);
    try {
      // Opened before it is handed out, so that a missing body is said here and not in the middle of the stream.
      const file = await open(path, 'r');
      return file.createReadStream({ highWaterMark: READ_BYTES });
    } catch (error) {
      throw isMissing(error) ? new NoSuchBlob(key) : error;
    }
  }

  async has(key: string): Promise<boolean> {
    try {
      await access(this.pathOf(key));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    try {
      await rm(path);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    await syncFolder(dirname(path));
  }

  async tidy(): Promise<void> {
    await rm(this.receiving, { recursive: true, force: true });
    await makeFolder(this.folder, dirname(this.folder));
    await makeFolder(this.receiving, this.folder);
  }

  private async keep(path: string, key: string): Promise<void> {
    const target = this.pathOf(key);
    const folder = dirname(target);
    await makeFolder(folder, this.folder);
    try {
      await rename(path, target);
    } catch (error) {
      if (!isMissing(error) || !(await this.has(key))) throw error; // Kept before: the same bytes lie there already.
    }
    await syncFolder(folder);
  }

  /** Throws unless the key can be a file name and nothing else. */
  private pathOf(key: string): string {
    checkKey(key);
    return join(this.folder, key.slice(0, 2), key);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
