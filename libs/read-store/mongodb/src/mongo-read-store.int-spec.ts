import { dropDatabases, freshDatabase, mongoUrl } from '../../../../test/servers/mongodb/named-server.js';
import { readStoreContract } from '../../src/read-store.contract.js';
import { MongoReadStore } from './mongo-read-store.js';

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
