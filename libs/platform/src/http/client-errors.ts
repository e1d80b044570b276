import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from '#libs/kernel';
import { problemOf } from './problem.js';

/** What a request can be that Node gives to no route: its status, and what to do. */
const REFUSED: Readonly<Record<string, readonly [status: number, refusal: Refusal]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    new Refusal('headers-too-large', 'The address and the headers of the request are longer than 16 KB together; shorten the query.'),
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, new Refusal('too-slow', 'The request did not come to its end in time; send it again.')],
};
const UNREADABLE = new Refusal('unreadable-request', 'This is not a request of HTTP/1.1; send it by an HTTP client.');
const EXPECTATION = new Refusal('unknown-expectation', 'The header Expect may be 100-continue and nothing else.');

/** Has the server say as a problem what is wrong with a request that reaches no route: unreadable, too long, or not sent to its end. */
export function answerClientErrors(server: Server): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, response) => answering.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // An answer that has begun can only be cut: whatever followed would be read as a part of it.
    const isBegun = answering.get(socket)?.headersSent === true && !answering.get(socket)!.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isBegun) return void socket.destroy();
    socket.end(rawAnswer(...(REFUSED[error.code ?? ''] ?? [400, UNREADABLE])), () => socket.destroy());
  });
  server.on('checkExpectation', (_, response) => {
    response.writeHead(417, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problemOf(EXPECTATION, 417)));
  });
}

/** A whole HTTP answer that says the refusal, for a connection that is closed after it. */
export function rawAnswer(status: number, refusal: Refusal, headers: readonly string[] = []): string {
  const body = JSON.stringify(problemOf(refusal, status));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...headers,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
