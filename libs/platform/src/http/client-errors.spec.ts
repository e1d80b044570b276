import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { answerClientErrors } from './client-errors.js';

let server: Server;
beforeAll(async () => {
  server = createServer({ connectionsCheckingInterval: 50, headersTimeout: 200, requestTimeout: 5_000 }, (request, response) => {
    if (request.url === '/begun') response.write('half ');
    else request.resume().once('end', () => response.end('whole'));
  });
  answerClientErrors(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** All that comes back for these bytes until the server closes the connection. */
async function answerTo(text: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

describe('a request that reaches no route is answered as a problem', () => {
  it.each([
    ['that is none', 'GARBAGE\r\n\r\n', 400, 'unreadable-request'],
    ['whose headers are too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'headers-too-large'],
    ['whose headers do not end', 'GET / HTTP/1.1\r\nHost: x\r\n', 408, 'too-slow'],
    ['whose chunks are none', 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n', 400, 'unreadable-request'],
    ['that expects something else', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nConnection: close\r\n\r\n', 417, 'unknown-expectation'],
  ])('%s', async (_, text, status, code) => {
    const [head = '', body = ''] = (await answerTo(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*application/problem\\+json`, 'i'));
    const problem = JSON.parse(body.replace(/^[0-9a-f]+\r\n|\r\n0$/g, '')) as object;
    expect(problem).toMatchObject({ status, code, detail: expect.stringMatching(/\.$/) });
  });

  it('unless an answer has begun on its connection: that is cut', async () => {
    const answer = await answerTo('POST /begun HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nZZ\r\n');
    expect(answer).not.toContain('problem');
  });
});
