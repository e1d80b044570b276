import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.js';

/** The port cannot be opened, usually because another process listens on it. */
export class PortTaken extends Error {
  constructor(
    readonly host: string,
    readonly port: number,
    reason = 'is in use. Stop what uses it, or set FLOOR_PORT to another port (0 takes any free one)',
  ) {
    super(`Port ${port} on ${host} ${reason}.`);
    this.name = 'PortTaken';
  }
}

/** The address as a browser takes it. */
function addressOf({ address, family, port }: AddressInfo, host: string): string {
  const any = address === '::' || address === '0.0.0.0';
  const shown = any ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : host;
  return `http://${shown}:${port}`;
}

function portError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') return new PortTaken(host, port);
  if (error.code === 'EACCES') return new PortTaken(host, port, 'may not be opened by this user. Set FLOOR_PORT to a port above 1023');
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return new PortTaken(host, port, 'cannot be opened: that address is not of this machine. Set FLOOR_HOST to one that is');
  return error;
}

/** Opens the door and gives its address; throws PortTaken. */
export async function listen(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw portError(error as NodeJS.ErrnoException, host, port);
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
