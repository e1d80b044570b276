/** A stored document is not what was written: something else has changed it. */
export class DocumentDamaged extends Error {
  readonly collection: string;
  readonly id: string;

  constructor(
    { collection, id }: { readonly collection: string; readonly id: string },
    readonly sentence: string,
  ) {
    super(`${sentence} ${REBUILD}`);
    this.name = 'DocumentDamaged';
    this.collection = collection;
    this.id = id;
  }
}

/** The store's own file can no longer be read; the message says what to do. */
export class ReadModelsDamaged extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ReadModelsDamaged';
  }
}

const REBUILD = 'Run floor rebuild, which makes the read models again from the log.';
const DOCUMENTS_MAX = 20;

/** Damage that was met at work, for health to show. */
export class MetDamage {
  private readonly documents = new Map<string, DocumentDamaged>();
  private ofFile: ReadModelsDamaged | undefined;

  /** Remembers an error that is one of damage; gives any error back, to be thrown. */
  note(error: unknown): unknown {
    if (error instanceof ReadModelsDamaged) this.ofFile ??= error;
    if (error instanceof DocumentDamaged && this.documents.size < DOCUMENTS_MAX)
      this.documents.set(`${error.collection} ${error.id}`, error);
    return error;
  }

  /** What is damaged still, a sentence each with what to do; documents are read again by `read`. */
  async sentences(read: (collection: string, id: string) => Promise<unknown>): Promise<string[]> {
    if (this.ofFile) return [this.ofFile.message];
    for (const [key, { collection, id }] of this.documents) {
      if (await isWhole(() => read(collection, id))) this.documents.delete(key);
    }
    return [...this.documents.values()].map(({ message }) => message);
  }
}

/** Whatever else keeps it from being read is no news of its damage. */
async function isWhole(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch {
    return false;
  }
}
