import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { ProtocolServer } from '../../../../test/servers/eventstoredb/protocol-server.js';
import { eventStoreContract } from '../../src/event-store.contract.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

jest.setTimeout(60_000); // Thousands of calls, to a server that may be another's or share these cores.

/** A real server may be somebody's, so each test has a namespace of its own. */
const namespaces = new WeakMap<object, string>();
async function openAt(url: string, namespace = `t${randomBytes(8).toString('hex')}`): Promise<EventStoreDbEventStore> {
  const store = await EventStoreDbEventStore.open(url, namespace);
  namespaces.set(store, namespace);
  return store;
}
const contract = (name: string, url: () => string): void =>
  eventStoreContract(
    name,
    () => openAt(url()),
    (store) => openAt(url(), namespaces.get(store)),
  );

describe('on the protocol server', () => {
  let server: ProtocolServer;
  beforeAll(async () => (server = await new ProtocolServer().start()));
  afterAll(() => server.stop());
  contract('EventStoreDbEventStore', () => server.url);
});

describe('on a protocol server that forgets what it took, and takes appends one by one', () => {
  let server: ProtocolServer;
  beforeAll(async () => (server = await new ProtocolServer({ repeats: 'conflict', refusesBatches: true }).start()));
  afterAll(() => server.stop());
  contract('EventStoreDbEventStore', () => server.url);
});

const real = process.env['EVENTSTOREDB_URL'];
if (real) describe('on the server that EVENTSTOREDB_URL names', () => contract('EventStoreDbEventStore', () => real));
