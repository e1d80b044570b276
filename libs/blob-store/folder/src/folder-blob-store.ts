import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { BlobStore, checkKey, type KeptKey, NoSuchBlob, type Received } from '#libs/blob-store';
import { makeFolder, syncFolder, writeDurably } from './durable-file.js';

/** A body is read in pieces of this size: each costs a turn of the event loop. */
const READ_BYTES = 256 * 1024;
/** So many first letters of its key name the folder of a body. */
const PART_LETTERS = 2;

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

  async open(key: string, from = 0): Promise<Readable> {
    const path = this.pathOf(key);
    try {
      // Opened before it is handed out, so that a missing body is said here and not in the middle of the stream.
      const file = await open(path, 'r');
      return file.createReadStream({ highWaterMark: READ_BYTES, start: from });
    } catch (error) {
      throw isMissing(error) ? new NoSuchBlob(key) : error;
    }
  }

  async *keys(prefix: string): AsyncGenerator<KeptKey> {
    const parts = await namesIn(this.folder);
    const asked = prefix.slice(0, PART_LETTERS);
    for (const part of parts.filter((name) => name.length <= PART_LETTERS && name.startsWith(asked))) {
      for (const key of await namesIn(join(this.folder, part))) {
        const since = key.startsWith(prefix) ? await this.since(key) : undefined;
        if (since !== undefined) yield { key, since };
      }
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

  /** A folder belongs to one process, which asks this before it keeps anything: nothing comes between the look and the removal. */
  async removeOlder(key: string, than: Date): Promise<boolean> {
    const since = await this.since(key);
    if (since === undefined || since > than) return false;
    await this.remove(key);
    return true;
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
      await utimes(target, new Date(), new Date()); // Since when it is kept.
    } catch (error) {
      if (!isMissing(error) || !(await this.has(key))) throw error; // Kept before: the same bytes lie there already.
    }
    await syncFolder(folder);
  }

  private async since(key: string): Promise<Date | undefined> {
    try {
      return (await stat(this.pathOf(key))).mtime;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Throws unless the key can be a file name and nothing else. */
  private pathOf(key: string): string {
    checkKey(key);
    return join(this.folder, key.slice(0, PART_LETTERS), key);
  }
}

/** The names in a folder, in the order of their text; none where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
