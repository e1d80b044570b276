/** A kind of document: its name, and the fields that documents can be found and sorted by. */
export interface Collection {
  readonly name: string;
  /** Top-level text or number fields of the body (null allowed), at most eight. */
  readonly fields: readonly string[];
  /**
   * What a batch writes to all such collections is seen all at once and together with its checkpoint, or not at all, also where
   * the store has no transactions: for documents that make sense together only. They take no guards.
   */
  readonly atOnce?: boolean;
}

/** The version of each stream that a document was made from. */
export type Guards = Readonly<Record<string, number>>;

/** A document to be written whole. */
export interface Put {
  readonly collection: string;
  readonly id: string;
  readonly body: object;
  /**
   * When given, the write is left out unless some guard is newer than the stored document's and none is older:
   * what was applied already is not applied twice, and never taken back by a late writer.
   */
  readonly guards?: Guards;
}

export interface Remove {
  readonly collection: string;
  readonly id: string;
}

/** Documents of collections that are seen at once, too many for one batch: set down unseen, until a batch promotes them. */
export abstract class GreatWork {
  /** Sets documents down, in place of earlier ones with their ids. Guards are not allowed. */
  abstract add(puts: readonly Put[]): Promise<void>;
}

/** Another began a work on the same collections, or a rebuild: what this one set down is not to be seen. Read again where the reader stands. */
export class Overtaken extends Error {
  constructor(what: string) {
    super(`Another instance has begun to write ${what}; this one begins again where that one is.`);
    this.name = 'Overtaken';
  }
}

/** What a reader has done: written with its documents, all or nothing where the store can. */
export interface Checkpoint {
  readonly reader: string;
  /** Text that sorts in the order of the log. */
  readonly position: string;
}

/** One reader's work of one batch. */
export interface Batch {
  readonly puts: readonly Put[];
  readonly removes?: readonly Remove[];
  /** What was set down in it is seen from this write on, after the puts. */
  readonly promote?: GreatWork;
  /** Where this batch lies behind the checkpoint that is stored, it is late: it changes nothing that a later one wrote. */
  readonly checkpoint?: Checkpoint;
}

/** Which documents, in which order. */
export interface Query {
  /** Field equals value, or one of the values. */
  readonly where?: Readonly<Record<string, string | number | null | readonly (string | number)[]>>;
  /** Field at most / at least this value. */
  readonly atMost?: Readonly<Record<string, string | number>>;
  readonly atLeast?: Readonly<Record<string, string | number>>;
  /** A field of the collection; ties, and no `sort` at all, go by id. */
  readonly sort?: string;
  readonly descending?: boolean;
  /** 1 to 1,000. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly cursor?: string;
}

/** A page of documents; `next` continues it and is null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A cursor that this store did not give out. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor is not one that a page gave out; start again without it.');
    this.name = 'BadCursor';
  }
}

/** Where read models are kept. Every adapter passes `readStoreContract`. Bodies are plain JSON. */
export abstract class ReadStore {
  /** Makes the collections and their indexes, once, at start. Safe to repeat. */
  abstract define(collections: readonly Collection[]): Promise<void>;
  abstract get<T extends object>(collection: string, id: string): Promise<T | undefined>;
  /** In the order asked; undefined where there is none. */
  abstract getMany<T extends object>(collection: string, ids: readonly string[]): Promise<(T | undefined)[]>;
  abstract find<T extends object>(collection: string, query: Query): Promise<Page<T>>;
  abstract count(collection: string, where?: Query['where']): Promise<number>;
  abstract write(batch: Batch): Promise<void>;
  /** Begins a work on these collections, all seen at once; what was begun on them before is forgotten, and throws Overtaken when it goes on. */
  abstract beginGreatWork(collections: readonly string[]): Promise<GreatWork>;
  /** Where a reader left off; undefined before its first checkpoint. */
  abstract checkpoint(reader: string): Promise<string | undefined>;
  /** Empties the collections and forgets the readers' checkpoints: the start of a rebuild. */
  abstract drop(collections: readonly string[], readers: readonly string[]): Promise<void>;
  /** Where every reader left off, in the order of their names. */
  abstract checkpoints(): Promise<readonly Checkpoint[]>;
  /** The names of the collections that are defined, by this program or another, in order. */
  abstract collectionNames(): Promise<readonly string[]>;
  /** The ids of the documents of a collection, in order; a document that is written or removed meanwhile may be given or not. */
  abstract ids(collection: string): AsyncIterable<string>;
  /** What is damaged, a sentence each: documents that differ from their checksum, and what the store's own files show. */
  abstract damage(): AsyncIterable<string>;
  /** The damage that was met at work and is there still, a sentence each that says what to do; bounded. */
  abstract damageMet(): Promise<readonly string[]>;
  abstract close(): Promise<void>;
}
