import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.js';

/** Another process listens on the port. */
export class PortTaken extends Error {
  constructor(
    readonly host: string,
    readonly port: number,
  ) {
    super(`Port ${port} on ${host} is in use. Stop what uses it, or set FLOOR_PORT to another port (0 takes any free one).`);
    this.name = 'PortTaken';
  }
}

/** The address as a browser takes it. */
function addressOf({ address, family, port }: AddressInfo, host: string): string {
  const any = address === '::' || address === '0.0.0.0';
  const shown = any ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : host;
  return `http://${shown}:${port}`;
}

/** Opens the door and gives its address; throws PortTaken. */
export async function listen(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(host, port) : error;
  }
  return addressOf(server.address() as AddressInfo, host);
}

/** Takes no more connections and waits for the answers under way, for so long at most. */
export async function finish(server: Server, withinMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const late = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
