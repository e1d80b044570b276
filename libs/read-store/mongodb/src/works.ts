import { bodyText, checkAtOnce, checkUnguarded, type Collection, GreatWork, Overtaken, type Put, type Remove } from '#libs/read-store';
import { type StateDocument, pendingOf } from './state-document.js';
import { summedFieldsOf, type StoredDocuments } from './stored.js';
import { send, type Write } from './writes.js';

const PART = 500;

/** A collection that is seen at once, with its documents in MongoDB. */
export interface AtOnceCollection extends Collection {
  readonly documents: StoredDocuments;
}

/** Documents set down beside those in place, in the same documents of MongoDB, until the state shows them. */
export class MongoWork extends GreatWork {
  /** By collection: the number of this work there. */
  readonly numbers: ReadonlyMap<string, number>;
  private readonly ids = new Map<string, Set<string>>();

  private constructor(
    private readonly collections: ReadonlyMap<string, AtOnceCollection>,
    private readonly state: StateDocument,
    begun: Readonly<Record<string, number>>,
  ) {
    super();
    this.numbers = new Map([...collections.keys()].map((name) => [name, begun[name]!]));
  }

  /** Ends the works that were begun before; what the last of them showed is put in its place first. */
  static async begin(collections: readonly AtOnceCollection[], state: StateDocument): Promise<MongoWork> {
    collections.forEach(checkAtOnce);
    const names = collections.map(({ name }) => name);
    const now = await state.begin(names);
    for (const one of collections) await finishFolding(one, state, pendingOf(now, one.name));
    return new MongoWork(new Map(collections.map((one) => [one.name, one])), state, now.begun!);
  }

  async add(puts: readonly Put[]): Promise<void> {
    await this.setDown(puts, []);
  }

  /** The last that is said of a document counts; a removal comes after the puts. */
  async setDown(puts: readonly Put[], removes: readonly Remove[]): Promise<void> {
    const gone = removes.map(({ collection, id }): Remove => ({ collection, id }));
    const byCollection = Map.groupBy<string, Put | Remove>([...puts, ...gone], ({ collection }) => collection);
    await Promise.all([...byCollection].map(([name, changes]) => this.setDownIn(name, changes)));
  }

  private async setDownIn(name: string, changes: readonly (Put | Remove)[]): Promise<void> {
    const collection = this.collections.get(name);
    if (!collection) throw new Error(`The work was not begun on collection ${JSON.stringify(name)}.`);
    const last = new Map(changes.map((change) => [change.id, change]));
    const writes = [...last.values()].map((change) => setDownWrite(collection, change, this.numbers.get(name)!));
    const ids = this.ids.get(name) ?? new Set();
    this.ids.set(name, ids);
    for (const id of last.keys()) ids.add(id);
    await send(collection.documents, writes);
  }

  /** Forgets what dead works have left on its collections; for a great one, since it reads through them. */
  async sweep(): Promise<void> {
    for (const [name, { documents }] of this.collections) {
      const dead = { pn: { $lt: this.numbers.get(name)! } };
      await documents.deleteMany({ ...dead, b: { $exists: false } });
      await documents.updateMany(dead, { $unset: { pn: '', pf: '', pb: '', pd: '' } });
    }
  }

  /** Puts in its place what the state shows by now. Readers see the same before, while and after. */
  async fold(): Promise<void> {
    await Promise.all([...this.collections].map(([name, one]) => this.foldIn(one, [...(this.ids.get(name) ?? [])])));
    await this.state.noteFolded(this.numbers);
  }

  private async foldIn({ name, documents }: AtOnceCollection, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += PART) await foldThese(documents, this.numbers.get(name)!, ids.slice(from, from + PART));
  }

  overtaken(): Overtaken {
    return new Overtaken([...this.collections.keys()].join(' and '));
  }
}

/** Puts in place what a work has shown whose writer did not come to it; harmless where that writer is at it still. */
export async function finishFolding({ name, documents }: AtOnceCollection, state: StateDocument, number: number): Promise<void> {
  if (number === 0) return;
  for (;;) {
    const some = await documents.find({ pn: number }, { projection: { _id: 1 }, limit: PART }).toArray();
    if (some.length === 0) break;
    await foldThese(
      documents,
      number,
      some.map(({ _id }) => _id),
    );
  }
  await state.noteFolded(new Map([[name, number]]));
}

/** Only what still bears the work's number is changed, so that whoever comes late to it changes nothing. */
async function foldThese(documents: StoredDocuments, number: number, ids: string[]): Promise<void> {
  const these = { _id: { $in: ids }, pn: number };
  await documents.deleteMany({ ...these, pd: true });
  await documents.updateMany(these, { $rename: { pb: 'b', pf: 'f', pn: 'n' } });
}

/** Never over what a later work set down. */
function setDownWrite(collection: Collection, change: Put | Remove, number: number): Write {
  const filter = { _id: change.id, pn: { $not: { $gt: number } } };
  if (!('body' in change)) {
    return { updateOne: { filter, update: { $set: { pn: number, pd: true }, $unset: { pf: '', pb: '' } } } };
  }
  checkUnguarded(collection, change);
  const pb = bodyText(collection.name, change.id, change.body);
  const pf = summedFieldsOf(collection, { ...change, text: pb }, { mark: number });
  const $set = { pn: number, pf, pb };
  return { updateOne: { filter, update: { $set, $unset: { pd: '' } }, upsert: true } };
}
