import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { BodyCut, bodyOf, drain } from './body.js';
import { ProblemException } from './problem.js';

const bounds = { bytesMax: 10, stallMs: 100 };
let outcomes: Promise<unknown>[];
let port: number;
const server = createServer((request, response) => {
  const outcome = read(request);
  outcomes.push(outcome);
  void outcome.then((bytes) => {
    response.statusCode = bytes instanceof ProblemException ? bytes.getStatus() : 200;
    drain(request);
    response.end();
  });
});

async function read(request: IncomingMessage): Promise<unknown> {
  let bytes = 0;
  try {
    for await (const chunk of bodyOf(request, bounds)) bytes += chunk.length;
    return bytes;
  } catch (error) {
    return error;
  }
}

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => (outcomes = []));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends this much of a request and gives what comes back; `cut` hangs up at once. */
async function send(text: string, cut = false): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  await new Promise((resolve) => setTimeout(resolve, cut ? 50 : 250));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return answer;
}
const head = (length: number): string => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;

describe('a body', () => {
  it('is read to its end', async () => {
    expect(await send(head(10) + '0123456789')).toContain('HTTP/1.1 200');
    expect(await outcomes[0]).toBe(10);
  });
  it('that says it is too long is not read at all', async () => expect(await send(head(11))).toContain('HTTP/1.1 413'));
  it('that turns out to be too long is answered, not cut', async () =>
    expect(await send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n')).toContain('HTTP/1.1 413'));
  it('that is refused before its end leaves the connection to the next request', async () => {
    const long = `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${'b\r\n0123456789a\r\n'.repeat(2_000)}0\r\n\r\n`;
    const answers = (await send(`${long}${head(2)}ab`)).match(/HTTP\/1.1 \d+/g);
    expect(answers).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });
  it('that stops coming is given up', async () => expect(await send(head(10) + '012')).toContain('HTTP/1.1 408'));
  it('that is cut off is known as such', async () => {
    await send(head(10) + '012', true);
    expect(await outcomes[0]).toEqual(new BodyCut(3));
  });
});
