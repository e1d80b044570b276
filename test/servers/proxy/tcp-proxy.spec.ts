import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TcpProxy } from './tcp-proxy.js';

/** A server that says everything back. */
let echo: Server;
let proxy: TcpProxy;
const open = async (): Promise<Socket> => {
  const socket = connect(proxy.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};
const heard = async (socket: Socket, ms: number): Promise<string | undefined> =>
  Promise.race([once(socket, 'data').then(([data]: Buffer[]) => data!.toString()), sleep(ms, undefined)]);

/** Waits for the end of a connection, whether it is closed or breaks. */
const ended = (socket: Socket): Promise<void> => new Promise((done) => socket.on('error', () => undefined).on('close', () => done()));

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await TcpProxy.to({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

describe('TcpProxy', () => {
  it('passes both ways what is said', async () => {
    const socket = await open();
    socket.write('hello');
    expect(await heard(socket, 2000)).toBe('hello');
    socket.destroy();
  });

  it('drops connections when it is cut, refuses new ones, and takes them when it is restored', async () => {
    const socket = await open();
    const broken = ended(socket);
    proxy.cut();
    await broken;
    await ended(connect(proxy.port, '127.0.0.1'));
    proxy.restore();
    const again = await open();
    again.write('hello');
    expect(await heard(again, 2000)).toBe('hello');
    again.destroy();
  });

  it('passes nothing while it is stalled, and then what was said meanwhile', async () => {
    const socket = await open();
    proxy.stall();
    socket.write('hello');
    expect(await heard(socket, 200)).toBeUndefined();
    proxy.normal();
    expect(await heard(socket, 2000)).toBe('hello');
    socket.destroy();
  });

  it('keeps each piece back when it is slow', async () => {
    const socket = await open();
    proxy.slow(100);
    const begun = performance.now();
    socket.write('hello');
    expect(await heard(socket, 2000)).toBe('hello');
    expect(performance.now() - begun).toBeGreaterThan(190); // There, and back.
    socket.destroy();
  });
});
