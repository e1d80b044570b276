import { createServer, type AddressInfo } from 'node:net';
import { connectMongo, MongoUnreachable } from './connect.js';
import { freshDatabase, mongoUrl } from '../../../test/servers/mongodb/named-server.js';

const refusal = async (url: string): Promise<string> => {
  const fault: unknown = await connectMongo(url, 'floor').then(
    ({ close }) => close(),
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(MongoUnreachable);
  const { message } = fault as Error;
  expect(message).not.toContain('s3cret');
  return message;
};

describe('a connection to MongoDB', () => {
  it('stands when the server answers, and is let go', async () => {
    const { db, close } = await connectMongo(mongoUrl(), freshDatabase());
    await db.collection<{ _id: string }>('a').insertOne({ _id: 'x' });
    expect(await db.collection('a').countDocuments()).toBe(1);
    await db.dropDatabase();
    await close();
  });

  it('says where nobody answers', async () => {
    expect(await refusal('mongodb://floor:s3cret@127.0.0.1:1')).toMatch(/^MongoDB at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/);
  });

  it('does not wait for ever for a server that takes the connection and says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await new Promise((listens) => silent.once('listening', listens));
    const { port } = silent.address() as AddressInfo;
    const begun = performance.now();
    expect(await refusal(`mongodb://127.0.0.1:${port}`)).toContain(`MongoDB at 127.0.0.1:${port} does not answer: `);
    expect(performance.now() - begun).toBeLessThan(12_000);
    silent.close();
  });

  it.each([
    ['no scheme', 'floor:s3cret@nowhere'],
    ['another scheme', 'http://floor:s3cret@127.0.0.1:1'],
    ['a password that is not encoded', 'mongodb://floor:s3cret@x@127.0.0.1:1'],
    ['an option that is none', 'mongodb://floor:s3cret@127.0.0.1:1/?tlss=perhaps'],
  ])('says what an address is like when given %s', async (_, text) => {
    expect(await refusal(text)).toContain('it is like mongodb://user:password@host:27017');
  });

  it('says that a user is not let in', async () => {
    const url = mongoUrl().replace(/^(mongodb[^/]*\/\/)([^@]*@)?/, '$1nobody:s3cret@');
    expect(await refusal(url)).toMatch(/^MongoDB at .* does not let us in with this user and password/);
  });
});
