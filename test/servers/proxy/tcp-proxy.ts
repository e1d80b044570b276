import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Mode = 'normal' | 'cut' | 'stalled' | 'slow';

/** A connection through the proxy. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** Stands between a client and a server, and spoils the connection as it is told. For tests. */
export class TcpProxy {
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private readonly target: { readonly host: string; readonly port: number };
  private mode: Mode = 'normal';
  private msPerChunk = 0;
  private wake: () => void = () => undefined;
  private passing: Promise<void> = Promise.resolve();

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.target = target;
    this.server = createServer({ noDelay: true }, (client) => this.take(client));
  }

  /** Listens on a free port of 127.0.0.1 and passes everything on to the target. */
  static async to(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Drops every connection, and every new one as soon as it comes. */
  cut(): void {
    this.enter('cut');
    for (const pair of this.pairs) drop(pair);
  }

  /** Keeps connections open, new ones too, and passes nothing until told otherwise; nothing is lost on the way. */
  stall(): void {
    if (this.mode === 'stalled') return;
    this.enter('stalled');
    this.passing = new Promise((wake) => (this.wake = wake));
  }

  /** Keeps back each piece that passes for so long. */
  slow(msPerChunk: number): void {
    this.enter('slow');
    this.msPerChunk = msPerChunk;
  }

  /** Passes everything at once again. */
  normal(): void {
    this.enter('normal');
  }

  /** After a cut: takes connections again. */
  restore(): void {
    this.normal();
  }

  /** Drops every connection and listens no more. */
  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private enter(mode: Mode): void {
    this.mode = mode;
    this.msPerChunk = 0;
    this.wake();
    this.passing = Promise.resolve();
  }

  private take(client: Socket): void {
    client.on('error', () => client.destroy());
    if (this.mode === 'cut') return void client.resetAndDestroy();
    const server = connect({ ...this.target, noDelay: true });
    const pair = { client, server };
    this.pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on('error', () => drop(pair)); // What breaks on one side is broken on the other.
      socket.on('close', () => this.pairs.delete(pair) && drop(pair));
    }
    void this.pass(client, server);
    void this.pass(server, client);
  }

  /** Piece by piece, so that what is kept back keeps back what comes after it. */
  private async pass(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const chunk of from) {
        if (this.msPerChunk > 0) await sleep(this.msPerChunk);
        await this.passing;
        if (!to.write(chunk as Buffer)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      }
      to.end();
    } catch {
      to.destroy(); // The side that was read broke off; its own listener drops the pair.
    }
  }
}

function drop({ client, server }: Pair): void {
  client.resetAndDestroy();
  server.destroy();
}
