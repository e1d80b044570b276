import type { Db } from 'mongodb';
import { connectMongo, type MongoConnection } from '#libs/mongodb';
import {
  type Batch,
  type Checkpoint,
  type Collection,
  type GreatWork,
  idsByPages,
  MetDamage,
  Overtaken,
  type Page,
  type Put,
  type Query,
  ReadStore,
  type Remove,
} from '#libs/read-store';
import { damageIn, undefinedIn } from './damage.js';
import { Definitions } from './definitions.js';
import { MongoCollection } from './mongo-collection.js';
import { type Numbers, type State, StateDocument } from './state-document.js';
import { olderThan, stampOf, type Stored } from './stored.js';
import { MongoWork } from './works.js';
import { type Changes, changesByCollection, putWrite, removeWrite, roundsOf, send } from './writes.js';

/** Read models in a MongoDB database, without transactions: what is seen at once is decided by one document, the state. */
export class MongoReadStore extends ReadStore {
  private readonly db: Db;
  private readonly state: StateDocument;
  private readonly definitions: Definitions;
  private readonly met = new MetDamage();
  private readonly collections = new Map<string, MongoCollection>();
  /** Of each reader that was read here: a rebuild that another instance began since is seen by it. */
  private readonly generations = new Map<string, number | undefined>();

  constructor(private readonly connection: MongoConnection) {
    super();
    this.db = connection.db;
    this.state = new StateDocument(this.db.collection<State>('_state'));
    this.definitions = new Definitions(this.db, this.state);
  }

  /** Connects to the server at this address; throws MongoUnreachable. */
  static async open(url: string, database: string): Promise<MongoReadStore> {
    return new MongoReadStore(await connectMongo(url, database));
  }

  async define(collections: readonly Collection[]): Promise<void> {
    await this.definitions.define(collections);
    for (const { name } of collections) this.collections.delete(name);
  }

  async get<T extends object>(collection: string, id: string): Promise<T | undefined> {
    return this.noting(async () => (await this.of(collection)).get<T>(id));
  }

  async getMany<T extends object>(collection: string, ids: readonly string[]): Promise<(T | undefined)[]> {
    return this.noting(async () => (await this.of(collection)).getMany<T>(ids));
  }

  async find<T extends object>(collection: string, query: Query): Promise<Page<T>> {
    return this.noting(async () => (await this.of(collection)).find<T>(query));
  }

  async count(collection: string, where?: Query['where']): Promise<number> {
    return (await this.of(collection)).count(where);
  }

  /** The checkpoint goes last, together with what is seen at once: after a crash before it the batch comes again. */
  async write({ puts, removes = [], promote, checkpoint }: Batch): Promise<void> {
    const begun = checkpoint && (await this.begunFor(checkpoint));
    if (begun === 'late') return;
    const works = promote ? [promote as MongoWork] : [];
    const stamp = ({ name }: Collection): string | undefined => checkpoint && stampOf(begun![name] ?? 0, checkpoint.position);
    works.push(...(await this.setDown(await this.changesOf(puts, removes), stamp)));
    const isShown = await this.commit(works, checkpoint);
    if (isShown) for (const work of works) await work.fold();
  }

  async beginGreatWork(collections: readonly string[]): Promise<GreatWork> {
    const all = await Promise.all(collections.map((name) => this.of(name)));
    const work = await MongoWork.begin(all, this.state);
    await work.sweep();
    return work;
  }

  async checkpoint(reader: string): Promise<string | undefined> {
    const { at, generation } = await this.state.standingOf(reader);
    this.generations.set(reader, generation);
    return at;
  }

  /** Whoever still writes to them is shut out first. Who falls asleep after that spoils nothing of what another rebuilds meanwhile. */
  async drop(collections: readonly string[], readers: readonly string[]): Promise<void> {
    const all = await Promise.all(collections.map((name) => this.of(name)));
    const numbers = await this.state.forget(readers, collections);
    for (const reader of readers) this.generations.delete(reader);
    for (const { documents, name, atOnce } of all) await documents.deleteMany(olderThan(numbers[name]!, atOnce));
  }

  async checkpoints(): Promise<readonly Checkpoint[]> {
    return this.state.checkpoints();
  }

  async collectionNames(): Promise<readonly string[]> {
    return (await this.definitions.all()).map(({ name }) => name);
  }

  ids(collection: string): AsyncIterable<string> {
    return idsByPages(async (last, limit) => (await this.of(collection)).idsAfter(last, limit));
  }

  async *damage(): AsyncGenerator<string> {
    const defined = await this.definitions.all();
    yield* undefinedIn(await this.db.listCollections({}, { nameOnly: true }).toArray(), defined);
    for (const collection of defined) yield* damageIn(collection, this.db.collection<Stored>(collection.name));
  }

  async damageMet(): Promise<readonly string[]> {
    return this.met.sentences((collection, id) => this.get(collection, id));
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async noting<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw this.met.note(error);
    }
  }

  /** The numbers that the collections have as a batch begins, or that the batch is late. */
  private async begunFor({ reader, position }: Checkpoint): Promise<Numbers | 'late'> {
    const { at, generation, begun } = await this.state.standingOf(reader);
    if (!this.generations.has(reader)) this.generations.set(reader, generation);
    if (this.generations.get(reader) !== generation) throw new Overtaken(`what ${reader} writes, in a rebuild`);
    if (at !== undefined && position < at) return 'late';
    return begun;
  }

  private async changesOf(puts: readonly Put[], removes: readonly Remove[]): Promise<Map<MongoCollection, Changes>> {
    const changes = new Map<MongoCollection, Changes>();
    for (const [name, change] of changesByCollection(puts, removes)) changes.set(await this.of(name), change);
    return changes;
  }

  private async writePlain(collection: MongoCollection, { puts, removes }: Changes, stamp: string | undefined): Promise<void> {
    const rounds = roundsOf(puts).map((round) => round.map((put) => putWrite(collection, put, stamp)));
    const last = [...new Set(removes.map(({ id }) => id))].map((id) => removeWrite(id, stamp));
    for (const writes of [...rounds, last]) await send(collection.documents, writes);
  }

  /** Writes what may be seen at any time, and sets down what is seen at once. */
  private async setDown(
    changes: ReadonlyMap<MongoCollection, Changes>,
    stamp: (of: Collection) => string | undefined,
  ): Promise<MongoWork[]> {
    for (const [collection, change] of changes) if (!collection.atOnce) await this.writePlain(collection, change, stamp(collection));
    const atOnce = [...changes].filter(([collection]) => collection.atOnce);
    if (atOnce.length === 0) return [];
    const work = await MongoWork.begin(
      atOnce.map(([collection]) => collection),
      this.state,
    );
    await work.setDown(
      atOnce.flatMap(([, { puts }]) => puts),
      atOnce.flatMap(([, { removes }]) => removes),
    );
    return [work];
  }

  /** False when a later batch came in between: then what was set down is never shown. */
  private async commit(works: readonly MongoWork[], checkpoint: Checkpoint | undefined): Promise<boolean> {
    if (works.length === 0 && !checkpoint) return true;
    const numbers = new Map(works.flatMap((work) => [...work.numbers]));
    if (await this.state.commit(numbers, checkpoint, checkpoint && this.generations.get(checkpoint.reader))) return true;
    if (checkpoint && (await this.begunFor(checkpoint)) === 'late') return false;
    throw works[0]?.overtaken() ?? new Overtaken(`what ${checkpoint!.reader} writes`);
  }

  /** A collection may have been defined by another instance, so the database is asked too. */
  private async of(name: string): Promise<MongoCollection> {
    const known = this.collections.get(name);
    if (known) return known;
    const definition = await this.definitions.of(name);
    if (!definition) throw new Error(`Collection ${JSON.stringify(name)} is not defined.`);
    const collection = new MongoCollection(this.db.collection<Stored>(name), definition, this.state);
    this.collections.set(name, collection);
    return collection;
  }
}
