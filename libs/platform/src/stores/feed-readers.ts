import type { Reader } from '#libs/event-feed';

/** The readers of this thread. A work module adds its own in `onModuleInit`; they start when all modules are up. */
export class FeedReaders {
  private readonly readers = new Map<string, Reader>();

  /** A name is added once: it is the name of a checkpoint. */
  add(reader: Reader): void {
    if (this.readers.has(reader.name)) throw new Error(`Two readers are called ${reader.name}.`);
    this.readers.set(reader.name, reader);
  }

  all(): readonly Reader[] {
    return [...this.readers.values()];
  }
}
