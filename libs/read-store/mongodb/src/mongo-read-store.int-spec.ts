import { dropDatabases, freshDatabase, mongoUrl } from '../../../../test/servers/mongodb/named-server.js';
import { MongoClient } from 'mongodb';
import { damageContract, type Tampering } from '../../src/damage.contract.js';
import { readStoreContract } from '../../src/read-store.contract.js';
import { MongoReadStore } from './mongo-read-store.js';
import { keyOf, type Stored, type StoredDocuments } from './stored.js';

const databases: string[] = [];
afterAll(() => dropDatabases(databases));

readStoreContract(
  'MongoReadStore',
  async () => {
    databases.push(freshDatabase());
    return MongoReadStore.open(mongoUrl(), databases.at(-1)!);
  },
  async () => MongoReadStore.open(mongoUrl(), databases.at(-1)!),
);

damageContract(
  'MongoReadStore',
  async () => {
    const database = freshDatabase();
    databases.push(database);
    return { store: await MongoReadStore.open(mongoUrl(), database), tampering: tamperingWith(database) };
  },
  { countsDocuments: false },
);

/** Updates of a client of one's own. */
function tamperingWith(database: string): Tampering {
  const on = async <T>(collection: string, work: (documents: StoredDocuments) => Promise<T>): Promise<T> => {
    const client = await MongoClient.connect(mongoUrl());
    try {
      return await work(client.db(database).collection<Stored>(collection));
    } finally {
      await client.close();
    }
  };
  const take = (of: string, id: string): Promise<Omit<Stored, '_id'>> =>
    on(of, async (documents) => {
      const { _id, ...rest } = (await documents.findOneAndDelete({ _id: id }))!;
      return rest;
    });
  const put = (of: string, id: string, stored: Omit<Stored, '_id'>) => on(of, (documents) => documents.insertOne({ _id: id, ...stored }));
  const set = (of: string, id: string, $set: object) => on(of, (documents) => documents.updateOne({ _id: id }, { $set }));
  return {
    editBody: async (of, id, edit) => {
      const { b } = await on(of, async (documents) => (await documents.findOne({ _id: id }))!);
      await set(of, id, { b: edit(b!) });
    },
    editField: async (of, id, field, value) => void (await set(of, id, { [`f.${field}`]: value })),
    editGuard: async (of, id, stream, version) => void (await set(of, id, { [`g.${keyOf(stream)}`]: version })),
    exchange: async (of, one, other) => {
      const [first, second] = [await take(of, one), await take(of, other)];
      await put(of, one, second);
      await put(of, other, first);
    },
    remove: async (of, id) => void (await take(of, id)),
    copy: async (of, id, into) => {
      const stored = await take(of, id);
      await put(of, id, stored);
      await put(into, id, stored);
    },
  };
}
