import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable, type Stream } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { CannotDo } from '../cannot-do.js';

const ANSWER_BYTES_MAX = 64 * 1024 * 1024;

const BUSY = 503;
const WAIT_SECONDS = 5;
const WAIT_SECONDS_MAX = 60;

/** The server cannot take this now, and says when to come back. */
export class Busy extends CannotDo {
  constructor(
    sentence: string,
    answer: unknown,
    readonly waitMs: number,
  ) {
    super(sentence, answer);
    this.name = 'Busy';
  }
}

/** What is asked of the server. */
export interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Readable | string;
  readonly type?: string;
  /** An answer of this status is an answer too, not a problem. */
  readonly orStatus?: number;
}

/** A running Floor Targets server, as the command line sees it: HTTP and nothing else. */
export class FloorServer {
  constructor(
    readonly url: string,
    private readonly token: string | null,
  ) {}

  get<Answer>(path: string, query: Ask['query'] = {}): Promise<Answer> {
    return this.ask({ method: 'GET', path, query });
  }

  post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.ask({ method: 'POST', path, body: JSON.stringify(body), type: 'application/json' });
  }

  /** Asks and gives the answer's JSON; a problem is told by its sentence. */
  async ask<Answer>(ask: Ask): Promise<Answer> {
    return (await this.reply<Answer>(ask)).answer;
  }

  /** Asks and gives the answer's JSON with its status; a problem is told by its sentence. */
  async reply<Answer>(ask: Ask): Promise<{ readonly status: number; readonly answer: Answer }> {
    const response = await this.send(ask);
    const text = await textOf(response as unknown as Readable);
    if (text.length > ANSWER_BYTES_MAX) throw new CannotDo(`${this.url} answered with more than can be shown.`);
    const status = response.statusCode ?? 0;
    if ((status >= 200 && status < 300) || status === ask.orStatus) return { status, answer: jsonOf(text, this.url) as Answer };
    const sentence = problemSentence(status, text, this.url);
    if (status === BUSY) throw new Busy(sentence, safeJson(text), waitOf(response.headers['retry-after']));
    throw new CannotDo(sentence, safeJson(text));
  }

  private send({ method, path, query = {}, body, type }: Ask): Promise<IncomingMessage> {
    const url = new URL(path.replace(/^\//, ''), this.url.endsWith('/') ? this.url : `${this.url}/`);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const headers = {
      accept: 'application/json, application/problem+json',
      ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
      ...(type === undefined ? {} : { 'content-type': type }),
    };
    return new Promise((answered, failed) => {
      // No time limit: a large file is recorded before it is answered.
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, { method, headers });
      let response: IncomingMessage | undefined;
      request.once('response', (came) => answered((response = came)));
      // A server that refuses early answers and stops reading; its answer counts, not the broken pipe.
      request.on('error', (error) => response ?? failed(unreachable(this.url, error)));
      if (body instanceof Readable) void sendAll(body, request, failed);
      else request.end(body);
    });
  }
}

function sendAll(body: Readable, request: NodeJS.WritableStream & Stream, failed: (error: unknown) => void): void {
  body.once('error', (error) => {
    (request as unknown as Readable).destroy(); // Cut off: the server keeps nothing of it.
    failed(error);
  });
  request.once('close', () => body.destroy());
  body.pipe(request);
}

function unreachable(url: string, error: Error): CannotDo {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED')
    return new CannotDo(`Nothing answers at ${url}: start it with npm start, or give another address with --to.`);
  if (code === 'ENOTFOUND') return new CannotDo(`${url} is not known: check the address given with --to or FLOOR_URL.`);
  return new CannotDo(
    `The connection to ${url} was lost (${code ?? error.message}): look whether it runs, and send again; what was accepted stays accepted.`,
  );
}

/** Seconds, as servers write Retry-After; a few where it says none. */
function waitOf(retryAfter: string | undefined): number {
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : WAIT_SECONDS;
  return Math.min(seconds, WAIT_SECONDS_MAX) * 1000;
}

function problemSentence(status: number, text: string, url: string): string {
  const { detail } = safeJson(text) as { detail?: unknown };
  if (status === 401) return `${url} asks who you are: set FLOOR_TOKEN to a token that an administrator made with token create.`;
  if (typeof detail === 'string') return detail;
  return `${url} answered ${status} without a reason: is it a Floor Targets server?`;
}

function safeJson(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {}; // Not JSON: another server, or a proxy; the status alone tells.
  }
}

function jsonOf(text: string, url: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotDo(`${url} did not answer with JSON: is it a Floor Targets server?`);
  }
}
