import { setTimeout as sleep } from 'node:timers/promises';
import { BlobDamaged, NoSuchBlob } from '#libs/blob-store';
import { connectMongo, type MongoConnection } from '#libs/mongodb';
import { dropDatabases, freshDatabase, mongoUrl } from '../../../../test/servers/mongodb/named-server.js';
import { blobStoreContract } from '../../src/blob-store.contract.js';
import { GridFsBlobStore } from './gridfs-blob-store.js';

const databases: string[] = [];
const connections: MongoConnection[] = [];
afterAll(async () => {
  for (const { close } of connections) await close();
  await dropDatabases(databases);
});

async function connection(): Promise<MongoConnection> {
  databases.push(freshDatabase());
  connections.push(await connectMongo(mongoUrl(), databases.at(-1)!));
  return connections.at(-1)!;
}

blobStoreContract('GridFsBlobStore', async () => {
  const to = await connection();
  return { store: new GridFsBlobStore(to, 0), leftovers: () => to.db.collection('_bodies-receiving').countDocuments() };
});

let to: MongoConnection;
const pieces = () => to.db.collection('bodies.chunks').countDocuments();
const files = () => to.db.collection('bodies.files').countDocuments();
async function* some(text: string, count = 1) {
  for (let i = 0; i < count; i++) yield Buffer.from(text);
}
async function* broken() {
  yield* some('x'.repeat(400_000), 2);
  throw new Error('The sender went away.');
}

describe('bodies in GridFS', () => {
  beforeEach(async () => void (to = await connection()));

  it('leave no piece behind where a body breaks off, is discarded or removed', async () => {
    const store = new GridFsBlobStore(to);
    await expect(store.receive(broken())).rejects.toThrow('went away');
    await (await store.receive(some('y'.repeat(400_000)))).discard();
    await (await store.receive(some('z'))).keep('z');
    await store.remove('z');
    expect([await pieces(), await files()]).toEqual([0, 0]);
  });

  it('leave one file where the same is kept by several', async () => {
    const stores = [1, 2, 3].map(() => new GridFsBlobStore(to));
    const all = await Promise.all(stores.map((store) => store.receive(some('same'))));
    await Promise.all(all.map((received) => received.keep('k')));
    expect([await pieces(), await files()]).toEqual([1, 1]);
  });
});

describe('bodies in GridFS that were damaged past the adapter', () => {
  beforeEach(async () => void (to = await connection()));
  const read = async (store: GridFsBlobStore): Promise<number> => {
    let bytes = 0;
    for await (const piece of await store.open('k')) bytes += (piece as Buffer).length;
    return bytes;
  };

  it.each([
    ['that lack a piece', () => to.db.collection('bodies.chunks').deleteOne({ n: 1 })],
    ['that lack their last piece', () => to.db.collection('bodies.chunks').deleteOne({ n: 2 })],
    ['of which a piece is shorter', () => to.db.collection('bodies.chunks').updateOne({ n: 1 }, { $set: { data: Buffer.from('short') } })],
  ])('%s are never given as whole', async (_, damage) => {
    const store = new GridFsBlobStore(to);
    await (await store.receive(some('x'.repeat(200_000), 3))).keep('k');
    expect(await read(store)).toBe(600_000);
    await damage();
    await expect(read(store)).rejects.toThrow(BlobDamaged);
  });

  it('whose file is gone are missing', async () => {
    const store = new GridFsBlobStore(to);
    await (await store.receive(some('x'))).keep('k');
    await to.db.collection('bodies.files').deleteMany({});
    await expect(store.open('k')).rejects.toThrow(NoSuchBlob);
  });
});

describe('bodies in GridFS that nobody keeps', () => {
  beforeEach(async () => void (to = await connection()));

  it('are not tidied away while another instance may be receiving them', async () => {
    const received = await new GridFsBlobStore(to).receive(some('mine'));
    await new GridFsBlobStore(to).tidy();
    await received.keep('k');
    expect(await new GridFsBlobStore(to).has('k')).toBe(true);
  });

  it('are tidied away with the pieces of one whose receiver died', async () => {
    const died = new GridFsBlobStore(to).receive(
      (async function* () {
        yield* some('x'.repeat(600_000), 2);
        await new Promise(() => undefined); // As of a sender that is never heard of again.
      })(),
    );
    died.catch(() => undefined);
    for (let i = 0; i < 100 && (await pieces()) < 2; i++) await sleep(20);
    expect(await pieces()).toBeGreaterThan(1);
    await new GridFsBlobStore(to, 0).tidy();
    expect([await pieces(), await to.db.collection('_bodies-receiving').countDocuments()]).toEqual([0, 0]);
  });

  it('stay when the crash came right after they were kept', async () => {
    const store = new GridFsBlobStore(to, 0);
    await (await store.receive(some('kept'))).keep('k');
    const [kept] = await to.db.collection('_bodies-kept').find().toArray();
    await to.db.collection('_bodies-receiving').insertOne({ _id: kept!['file'], since: new Date(0) });
    await store.tidy();
    expect(await (await store.open('k')).toArray()).toEqual([Buffer.from('kept')]);
  });

  it('say so when they were tidied away before they were kept', async () => {
    const received = await new GridFsBlobStore(to, 0).receive(some('late'));
    await new GridFsBlobStore(to, 0).tidy();
    await expect(received.keep('k')).rejects.toThrow('send it again');
    expect(await new GridFsBlobStore(to).has('k')).toBe(false);
  });
});
