import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { isStoreFault } from '#libs/event-feed';
import type { Put } from '#libs/read-store';
import { dropDatabases, freshDatabase, mongoUrl } from '../../../../test/servers/mongodb/named-server.js';
import { TcpProxy } from '../../../../test/servers/proxy/tcp-proxy.js';
import { MongoReadStore } from './mongo-read-store.js';

const BODIES = { name: 'bodies', fields: ['kind'] };
const PAGES = { name: 'pages', fields: ['batch'], atOnce: true };
const databases: string[] = [];
afterAll(() => dropDatabases(databases));

describe('documents in MongoDB', () => {
  let store: MongoReadStore;
  beforeEach(async () => {
    databases.push(freshDatabase());
    store = await MongoReadStore.open(mongoUrl(), databases.at(-1)!);
    await store.define([BODIES, PAGES]);
  });
  afterEach(() => store.close());

  it.each(['bodies', 'pages'])('come back from %s as the JSON they were, whatever their keys and numbers', async (collection) => {
    const text = '{"__proto__":{"a":1},"a.b":{"$set":[1,2.5,-0,1e300,9007199254740993]},"$x":null,"":"\\ud800","_id":"other","kind":"k"}';
    const body = JSON.parse(text) as object;
    await store.write({ puts: [{ collection, id: '$a.b', body }] });
    expect(JSON.stringify(await store.get(collection, '$a.b'))).toBe(JSON.stringify(body));
    expect(JSON.stringify((await store.find(collection, { limit: 1 })).items)).toBe(JSON.stringify([body]));
  });

  it('are guarded by streams of any name', async () => {
    const names = ['a.b', 'a', 'a%2Eb', '$set', '__proto__', 'register-crime.burglary-E01000-2004'];
    const write = (text: string, version: number, streams: readonly string[]) =>
      store.write({
        puts: [{ collection: 'bodies', id: 'x', body: { text }, guards: Object.fromEntries(streams.map((one) => [one, version])) }],
      });
    await write('first', 2, names);
    for (const name of names) {
      await write('late', 1, [name]);
      await write('again', 2, [name]);
    }
    expect(await store.get('bodies', 'x')).toEqual({ text: 'first' });
    for (const [i, name] of names.entries()) await write(`newer ${i}`, 3, [name]);
    expect(await store.get('bodies', 'x')).toEqual({ text: `newer ${names.length - 1}` });
  });

  it('that are too large are the fault of who makes them, not of the server', async () => {
    const body = { kind: 'large', text: 'x'.repeat(8 * 1024 * 1024) };
    const fault: unknown = await store.write({ puts: [{ collection: 'bodies', id: 'x', body }] }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RangeError);
    expect(isStoreFault(fault)).toBe(false);
    const fits = { kind: 'fits', text: 'x'.repeat(6 * 1024 * 1024) };
    await store.write({ puts: [{ collection: 'pages', id: 'x', body: fits }] });
    await store.write({ puts: [{ collection: 'pages', id: 'x', body: fits }] });
    expect(await store.get('pages', 'x')).toEqual(fits);
  });

  it('are named as damaged where the definition of their collection is gone', async () => {
    await store.write({ puts: [{ collection: 'bodies', id: 'a', body: { kind: 'k' } }] });
    const client = await MongoClient.connect(mongoUrl());
    await client.db(databases.at(-1)!).collection<{ _id: string }>('_collections').deleteOne({ _id: 'bodies' });
    await client.close();
    const found: string[] = [];
    for await (const sentence of store.damage()) found.push(sentence);
    expect(found).toEqual(['The database holds bodies, and no collection is defined so.']);
  });

  it('have collections that many instances define at once', async () => {
    databases.push(freshDatabase());
    const stores = await Promise.all(Array.from({ length: 6 }, () => MongoReadStore.open(mongoUrl(), databases.at(-1)!)));
    await Promise.all(stores.map((one) => one.define([BODIES, PAGES])));
    await Promise.all(stores.map((one, i) => one.write({ puts: [{ collection: 'bodies', id: String(i), body: { kind: 'k' } }] })));
    expect(await stores[0]!.count('bodies', { kind: 'k' })).toBe(6);
    await Promise.all(stores.map((one) => one.close()));
  });

  it('are found by whoever has not defined their collection', async () => {
    const other = await MongoReadStore.open(mongoUrl(), databases.at(-1)!);
    await store.write({ puts: [{ collection: 'pages', id: 'a', body: { batch: 1 } }] });
    expect(await other.count('pages', { batch: 1 })).toBe(1);
    await expect(other.count('nowhere')).rejects.toThrow('not defined');
    await other.close();
  });
});

describe('a connection to MongoDB that is spoiled', () => {
  let proxy: TcpProxy;
  let store: MongoReadStore;
  beforeEach(async () => {
    databases.push(freshDatabase());
    const { hostname: host, port } = new URL(mongoUrl().replace(/^mongodb/, 'http'));
    proxy = await TcpProxy.to({ host, port: Number(port || 27_017) });
    const through = new URL(mongoUrl().replace(/^mongodb/, 'http'));
    through.host = `127.0.0.1:${proxy.port}`;
    through.searchParams.set('directConnection', 'true');
    if (through.pathname === '') through.pathname = '/';
    store = await MongoReadStore.open(through.href.replace(/^http/, 'mongodb'), databases.at(-1)!);
    await store.define([PAGES]);
  });
  afterEach(async () => {
    await store.close();
    await proxy.close();
  });

  const batch = (n: number): Put[] => [0, 1, 2].map((i) => ({ collection: 'pages', id: `${n}-${i}`, body: { batch: n } }));

  /** As a reader does: after a fault it begins again where its checkpoint stands. */
  async function readOn(last: number, faults: unknown[]): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      try {
        for (let n = Number((await store.checkpoint('r')) ?? 0) + 1; n <= last; n++) {
          await store.write({ puts: batch(n), checkpoint: { reader: 'r', position: String(n).padStart(6, '0') } });
        }
        return;
      } catch (error) {
        faults.push(error);
        await sleep(50);
      }
    }
    throw new Error('It did not come to its end.');
  }

  it('loses nothing when it is cut again and again, and every fault is known as the store’s', async () => {
    const faults: unknown[] = [];
    let ended = false;
    const reading = readOn(150, faults).finally(() => (ended = true));
    // The client itself tries once more, so a short cut may pass unseen: each is longer than the one before it.
    for (let ms = 100; !ended && faults.length < 4; ms += 50) {
      await sleep(50);
      proxy.cut();
      await sleep(ms);
      proxy.normal();
    }
    await reading;
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((fault) => !isStoreFault(fault))).toEqual([]);
    expect([await store.count('pages'), await store.checkpoint('r')]).toEqual([450, '000150']);
  });

  it('is a fault of the store while the server cannot be reached, within some seconds', async () => {
    proxy.cut();
    const begun = performance.now();
    const fault: unknown = await store.get('pages', 'x').catch((error: unknown) => error);
    expect(isStoreFault(fault)).toBe(true);
    expect(performance.now() - begun).toBeLessThan(12_000);
    proxy.normal();
    await readOn(1, []);
    expect(await store.count('pages')).toBe(3);
  });

  it('that stalls is a fault of the store within half a minute and a little', async () => {
    proxy.stall();
    const fault: unknown = await store.count('pages').catch((error: unknown) => error);
    expect(isStoreFault(fault)).toBe(true);
    proxy.normal();
    await readOn(1, []);
    expect(await store.count('pages')).toBe(3);
  });
});
