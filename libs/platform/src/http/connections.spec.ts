import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { boundConnections, clientOf, type ConnectionBounds } from './connections.js';

const HALF = 'GET /health/live HTTP/1.1\r\nHost: x\r\n';
let server: Server;
let sockets: Socket[];
beforeEach(() => (sockets = []));
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
});

/** A server that answers every path but /slow, which it leaves open. */
async function serve(bounds: ConnectionBounds): Promise<number> {
  server = createServer((request, response) => void (request.url === '/slow' || response.end('here')));
  boundConnections(server, bounds);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function send(port: number, text: string, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const statusOf = async (socket: Socket): Promise<string> => String(((await once(socket, 'data')) as [Buffer])[0]).slice(9, 12);
const ask = async (port: number, from?: string): Promise<string> => statusOf(await send(port, `${HALF}\r\n`, from));

describe('bounded connections', () => {
  it('let everybody in past 1,000 half-sent requests, the client that sent them too', async () => {
    const port = await serve({ total: 400, perClient: 250 });
    for (let i = 0; i < 1_000; i++) await send(port, HALF, `127.0.0.${2 + (i % 3)}`);
    expect(await ask(port)).toBe('200');
    expect(await ask(port, '127.0.0.2')).toBe('200');
    expect(await new Promise((count) => server.getConnections((_, n) => count(n)))).toBeLessThanOrEqual(400);
  });

  it('never end a request that is being answered, and tell a new one to come back', async () => {
    const port = await serve({ total: 10, perClient: 2 });
    const slow = [await send(port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n'), await send(port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')];
    await new Promise((soon) => setTimeout(soon, 50));
    expect(await ask(port)).toBe('503');
    expect(await ask(port, '127.0.0.2')).toBe('200');
    expect(slow.map(({ destroyed }) => destroyed)).toEqual([false, false]);
  });

  it('take an answered connection for one that waits, and forget a closed one', async () => {
    const port = await serve({ total: 10, perClient: 2 });
    for (let i = 0; i < 6; i++) expect(await ask(port)).toBe('200');
    for (const socket of sockets) socket.destroy();
    await new Promise((soon) => setTimeout(soon, 50));
    expect(await ask(port)).toBe('200');
  });
});

describe('a client', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:10.0.0.7', '10.0.0.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('at %s is %s', (address, client) => expect(clientOf(address)).toBe(client));
});
