import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Oddities, ProtocolServer } from '../../../../test/servers/eventstoredb/protocol-server.js';
import { selfSigned } from '../../../../test/servers/eventstoredb/self-signed.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import { EventStoreDbUnreachable } from './opening.js';

const folder = mkdtempSync(join(tmpdir(), 'eventstoredb-'));
const servers: ProtocolServer[] = [];
async function portOf(oddities: Oddities): Promise<string> {
  const server = await new ProtocolServer(oddities).start();
  servers.push(server);
  return new URL(server.url.replace('esdb:', 'http:')).port;
}
afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const server of servers) await server.stop();
});

const refusal = async (url: string, openMs = 700): Promise<string> => {
  const fault: unknown = await EventStoreDbEventStore.open(url, 'opening', { openMs }).then(
    (store) => store.close(),
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(EventStoreDbUnreachable);
  const { message } = fault as Error;
  expect(message).not.toContain('s3cret');
  return message;
};

describe('opening an EventStoreDB', () => {
  it('says where nobody answers', async () => {
    expect(await refusal('esdb://admin:s3cret@127.0.0.1:1?tls=false')).toMatch(
      /^EventStoreDB at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/,
    );
  });

  it('does not wait for ever for a server that takes the connection and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
    await new Promise((listens) => silent.once('listening', listens));
    const { port } = silent.address() as AddressInfo;
    const begun = performance.now();
    expect(await refusal(`esdb://127.0.0.1:${port}?tls=false`)).toContain(`EventStoreDB at 127.0.0.1:${port} does not answer: `);
    expect(performance.now() - begun).toBeLessThan(3_000);
    silent.close();
    for (const socket of sockets) socket.destroy();
  });

  it.each([
    ['no scheme', 'admin:s3cret@nowhere'],
    ['another scheme', 'mongodb://admin:s3cret@127.0.0.1:1'],
    ['an option that is none', 'esdb://admin:s3cret@127.0.0.1:1?tls=perhaps'],
  ])('says what a connection string is like when given %s', async (_, text) => {
    expect(await refusal(text)).toContain('it is like esdb://user:password@host:2113?tls=true.');
  });

  it('says that a certificate is not there', async () => {
    expect(await refusal('esdb://admin:s3cret@127.0.0.1:1?tls=true&tlsCAFile=no-such-file.pem')).toContain(
      'Failed to load certificate file. File was not found.',
    );
  });

  it('says that a server is too old', async () => {
    const port = await portOf({ version: '21.10.9' });
    expect(await refusal(`esdb://127.0.0.1:${port}?tls=false`)).toBe(
      `EventStoreDB at 127.0.0.1:${port} is of version 21.10.9: 22.6 or later is needed.`,
    );
  });

  it.each(['esdb://127.0.0.1:PORT/?tls=false', 'kurrentdb://127.0.0.1:PORT?tls=false&keepAliveTimeout=9000'])('takes %s', async (form) => {
    const store = await EventStoreDbEventStore.open(form.replace('PORT', await portOf({})), 'opening');
    expect(await store.end()).toBe('');
    await store.close();
  });

  describe('over TLS, with a password', () => {
    const authority = join(folder, 'authority.pem');
    let at: (user: string) => string;
    beforeAll(async () => {
      const tls = selfSigned();
      writeFileSync(authority, tls.certificate);
      const port = await portOf({ tls, access: { user: 'admin', password: 's3cret' } });
      at = (user) => `esdb://${user}localhost:${port}?tls=true&tlsCAFile=${authority}`;
    });

    it('lets in whom the server lets in', async () => {
      const store = await EventStoreDbEventStore.open(at('admin:s3cret@'), 'opening');
      await store.append('register-a', 0, [{ id: crypto.randomUUID(), type: 'FiguresRecorded', data: {} }]);
      expect(await store.streams('register')).toEqual(['register-a']);
      await store.close();
    });

    it('says at once that the password is wrong, or that one is needed', async () => {
      const begun = performance.now();
      expect(await refusal(at('admin:wrong@'), 10_000)).toMatch(/^EventStoreDB at localhost:\d+ refuses the user and password\.$/);
      expect(await refusal(at(''), 10_000)).toMatch(/does not allow this user to read \$all, which readers need\.$/);
      expect(performance.now() - begun).toBeLessThan(3_000);
    });
  });
});
