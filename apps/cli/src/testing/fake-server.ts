import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What was asked, body and all. */
export interface Heard {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
  readonly body: string;
}

/** What is to be answered. */
export interface Say {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers before the body was read, as a server does that refuses early. */
  readonly early?: boolean;
}

/** A server that says what a test tells it to, and keeps what it heard. */
export class FakeServer {
  readonly heard: Heard[] = [];
  private constructor(private readonly server: Server) {}

  static async start(answer: (heard: Heard) => Say): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server);
    server.on(
      'request',
      (request, response) =>
        void fake.take(request, answer).then(({ status, body, headers = {} }) => {
          response
            .writeHead(status, { 'content-type': 'application/json', ...headers })
            .end(typeof body === 'string' ? body : JSON.stringify(body));
        }),
    );
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage, answer: (heard: Heard) => Say): Promise<Say> {
    const head = { method: request.method ?? '', url: request.url ?? '', token: request.headers.authorization };
    const early = answer({ ...head, body: '' });
    const heard = { ...head, body: early.early ? '' : await text(request) };
    this.heard.push(heard);
    return answer(heard);
  }
}

/** A stream that keeps what is written to it. */
export class Kept {
  text = '';
  readonly isTTY = false;

  write(chunk: string): boolean {
    this.text += chunk;
    return true;
  }
}
