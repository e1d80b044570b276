import { randomBytes } from 'node:crypto';
import { GridFsBlobStore } from '#libs/blob-store/gridfs';
import { EventStoreDbEventStore } from '#libs/event-store/eventstoredb';
import { MongoReadStore } from '#libs/read-store/mongodb';
import { serversAtHand } from '../../../test/house/servers-house.js';
import { dropDatabases } from '../../../test/servers/mongodb/named-server.js';
import { verificationContract } from './verification.contract.js';

const databases: string[] = [];
afterAll(() => dropDatabases(databases));
const fresh = (): string => `t${randomBytes(6).toString('hex')}`;

verificationContract('servers', async () => {
  const { eventStoreDb, mongoDb } = serversAtHand({ KAFKA_BROKERS: 'unused', ...process.env });
  const namespace = fresh();
  databases.push(namespace);
  const events = await EventStoreDbEventStore.open(eventStoreDb, namespace);
  const documents = await MongoReadStore.open(mongoDb, namespace);
  const bodies = await GridFsBlobStore.open(mongoDb, namespace);
  return {
    events,
    documents,
    bodies,
    another: () => EventStoreDbEventStore.open(eventStoreDb, fresh()),
    close: async () => {
      await documents.close();
      await bodies.close();
      await events.close();
    },
  };
});
