import type { Server } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { Refusal } from '#libs/kernel';
import { rawAnswer } from './client-errors.js';

/** How many connections may be open at once. */
export interface ConnectionBounds {
  readonly total: number;
  /** Of one client address; behind a proxy all connections come from the proxy's. */
  readonly perClient: number;
}

const TOO_MANY = rawAnswer(
  503,
  new Refusal('too-many-connections', 'Requests are being answered on as many connections as there may be; ask again in five seconds.'),
  ['Retry-After: 5'],
);

/**
 * Bounds the open connections of a server. At a bound, the connection that has waited longest without a request being
 * answered on it gives way to the new one, so half-sent requests never keep others out. Where requests are being
 * answered on all of them, the new one gets 503.
 */
export function boundConnections(server: Server, bounds: ConnectionBounds): void {
  const open = new OpenConnections(bounds);
  server.on('connection', (socket) => open.add(socket));
  server.on('request', ({ socket }, response) => {
    open.began(socket);
    response.once('close', () => open.ended(socket));
  });
}

/** The connections of one client: all, and of them those on which nothing is being answered, longest waiting first. */
interface Client {
  readonly all: Set<Socket>;
  readonly waiting: Set<Socket>;
}

class OpenConnections {
  private readonly clients = new Map<string, Client>();
  private readonly waiting = new Set<Socket>();
  private readonly answering = new Map<Socket, number>();
  private open = 0;

  constructor(private readonly bounds: ConnectionBounds) {}

  add(socket: Socket): void {
    const address = clientOf(socket.remoteAddress ?? '');
    const client = this.clients.get(address) ?? { all: new Set(), waiting: new Set() };
    if (client.all.size >= this.bounds.perClient && !dropFirst(client.waiting)) return refuse(socket);
    if (this.open >= this.bounds.total && !dropFirst(this.waiting)) return refuse(socket);
    this.clients.set(address, client);
    client.all.add(socket);
    this.open++;
    this.setWaiting(socket, client);
    socket.once('close', () => this.remove(socket, address, client));
  }

  began(socket: Socket): void {
    this.answering.set(socket, (this.answering.get(socket) ?? 0) + 1);
    this.waiting.delete(socket);
    this.clients.get(clientOf(socket.remoteAddress ?? ''))?.waiting.delete(socket);
  }

  ended(socket: Socket): void {
    const left = (this.answering.get(socket) ?? 1) - 1;
    if (left > 0) return void this.answering.set(socket, left);
    this.answering.delete(socket);
    const client = this.clients.get(clientOf(socket.remoteAddress ?? ''));
    if (client?.all.has(socket) && !socket.destroyed) this.setWaiting(socket, client);
  }

  private setWaiting(socket: Socket, client: Client): void {
    this.waiting.add(socket);
    client.waiting.add(socket);
  }

  private remove(socket: Socket, address: string, client: Client): void {
    this.open--;
    this.waiting.delete(socket);
    this.answering.delete(socket);
    client.waiting.delete(socket);
    client.all.delete(socket);
    if (client.all.size === 0) this.clients.delete(address);
  }
}

/** Closes the connection that has waited longest; false where none waits. */
function dropFirst(waiting: Set<Socket>): boolean {
  const [longest] = waiting;
  if (longest === undefined) return false;
  waiting.delete(longest);
  longest.destroy();
  return true;
}

function refuse(socket: Socket): void {
  socket.on('error', () => undefined); // The client may be gone already.
  socket.end(TOO_MANY, () => socket.destroy());
}

/** The client that an address stands for: of IPv6 its network of 64 bits, which one client has to itself. */
export function clientOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = '', after] = address.split('::', 2);
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
