import type { Collection as Documents, Db } from 'mongodb';
import { checkNames, type Collection } from '#libs/read-store';
import { finishFolding } from './works.js';
import { pendingOf, type StateDocument } from './state-document.js';
import { fieldsOf, type Stored } from './stored.js';
import { send, upserted, type Write } from './writes.js';

interface Definition {
  readonly _id: string;
  readonly fields: readonly string[];
  readonly atOnce: boolean;
}

const PART = 500;

/** The collections that this database holds, whoever defined them. */
export class Definitions {
  private readonly definitions: Documents<Definition>;

  constructor(
    private readonly db: Db,
    private readonly state: StateDocument,
  ) {
    this.definitions = db.collection<Definition>('_collections');
  }

  async of(name: string): Promise<Collection | undefined> {
    const found = await this.definitions.findOne({ _id: name });
    return found ? { name, fields: found.fields, atOnce: found.atOnce } : undefined;
  }

  async all(): Promise<Collection[]> {
    const found = await this.definitions.find().sort({ _id: 1 }).toArray();
    return found.map(({ _id: name, fields, atOnce }) => ({ name, fields, atOnce }));
  }

  /** Makes what is missing of these collections; what a writer that died has shown of them is put in its place. */
  async define(collections: readonly Collection[]): Promise<void> {
    collections.forEach(checkNames);
    await this.state.ensure();
    for (const collection of collections) await this.defineOne(collection);
    const now = await this.state.read();
    for (const { name, ...rest } of collections) {
      await finishFolding({ name, ...rest, documents: this.db.collection<Stored>(name) }, this.state, pendingOf(now, name));
    }
  }

  /** It is remembered last: after a crash it is made again. */
  private async defineOne({ name, fields, atOnce = false }: Collection): Promise<void> {
    const before = await this.of(name);
    const added = fields.filter((field) => !before?.fields.includes(field));
    const documents = this.db.collection<Stored>(name);
    const indexes = fields.map((field) => ({ key: { [`f.${field}`]: 1 as const, _id: 1 as const }, name: `f.${field}` }));
    const works = atOnce ? [{ key: { pn: 1 as const }, name: 'pn', sparse: true }] : [];
    if (indexes.length + works.length > 0) await documents.createIndexes([...indexes, ...works]);
    if (before && added.length > 0) await this.fill({ name, fields: added });
    const all = [...(before?.fields ?? []), ...added];
    await upserted(() => this.definitions.updateOne({ _id: name }, { $set: { fields: all, atOnce } }, { upsert: true }));
  }

  /** Fields that are new are filled from the bodies that are there. */
  private async fill(added: Collection): Promise<void> {
    const documents = this.db.collection<Stored>(added.name);
    const bodies = documents.find({ b: { $exists: true } }, { projection: { b: 1 }, batchSize: PART });
    let writes: Write[] = [];
    for await (const { _id, b } of bodies) {
      const values = Object.entries(fieldsOf(added, JSON.parse(b!) as object)).map(([field, value]) => [`f.${field}`, value]);
      writes.push({ updateOne: { filter: { _id, b: b! }, update: { $set: Object.fromEntries(values) } } });
      if (writes.length < PART) continue;
      await send(documents, writes);
      writes = [];
    }
    await send(documents, writes);
  }
}
