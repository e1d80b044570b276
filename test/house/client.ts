import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Any JSON that came over HTTP. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked into freely by tests
export type Answer = any;

/** An HTTP answer: its status and what its JSON says. */
export interface Reply {
  readonly status: number;
  readonly body: Answer;
  readonly headers: Headers;
}

/** What to push, and how. */
export interface Push {
  readonly feed: string;
  /** A path, or the bytes themselves. */
  readonly file: string | Uint8Array;
  readonly name?: string;
  readonly released?: string;
  readonly backfill?: boolean;
  readonly dryRun?: boolean;
  readonly key?: string;
  readonly token?: string;
}

/** How one reader stands, as health tells it. */
export interface ReaderState {
  readonly reader: string;
  readonly events: number;
  readonly state: string;
  readonly position: string;
}

/** A house as it is spoken to from outside, over HTTP, whatever it runs on. */
export abstract class HouseClient {
  token = '';
  /** How long to wait from one look at how it stands to the next: each look is work for those who are looked at. */
  readonly lookMs: number = 15;

  /** The address of whoever answers this path. */
  protected abstract urlOf(path: string): string;
  /** How the readers of all its processes stand; none while somebody does not answer. */
  protected abstract readers(): Promise<readonly ReaderState[]>;

  async request(method: string, path: string, init: RequestInit = {}): Promise<Reply> {
    const headers = { authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) };
    const send = (): Promise<Response> => fetch(this.urlOf(path) + path, { method, ...init, headers });
    const reply = await send().catch((error: unknown) => {
      if (method === 'GET' && isIdleEnd(error)) return send();
      throw error;
    });
    const text = await reply.text();
    const json = /json/.test(reply.headers.get('content-type') ?? '');
    return { status: reply.status, headers: reply.headers, body: json && text !== '' ? JSON.parse(text) : text };
  }

  /** The body of a successful GET; anything else fails the test with what it said. */
  async get(path: string): Promise<Answer> {
    const { status, body } = await this.request('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async post(path: string, body: object): Promise<Answer> {
    const reply = await this.request('POST', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    if (reply.status >= 300) throw new Error(`POST ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** Pushes and gives the whole reply, whatever its status. */
  tryPush({ feed, file, name, released, backfill, dryRun, key, token }: Push): Promise<Reply> {
    const query = new URLSearchParams();
    const fileName = name ?? (typeof file === 'string' ? basename(file) : undefined);
    if (fileName !== undefined) query.set('name', fileName.replace(/\.gz$/, ''));
    if (released !== undefined) query.set('released', released);
    if (backfill) query.set('backfill', 'true');
    if (dryRun) query.set('dryRun', 'true');
    const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
    if (key !== undefined) headers['idempotency-key'] = key;
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const path = `/v1/feeds/${feed}/submissions?${query}`;
    return typeof file === 'string'
      ? this.send(path, file, headers)
      : this.request('POST', path, { body: file as RequestInit['body'], headers });
  }

  /** Sends a file as plain HTTP: the streams of fetch are so slow that they would be measured with it. */
  private async send(path: string, file: string, headers: Record<string, string>): Promise<Reply> {
    const posted = httpRequest(this.urlOf(path) + path, { method: 'POST', headers: { authorization: `Bearer ${this.token}`, ...headers } });
    const answered = once(posted, 'response') as Promise<[IncomingMessage]>;
    await Promise.race([pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), posted), answered]);
    const [reply] = await answered;
    const text = await textOf(reply);
    const json = /json/.test(reply.headers['content-type'] ?? '');
    const given = Object.entries(reply.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return { status: reply.statusCode ?? 0, headers: new Headers(given), body: json && text !== '' ? JSON.parse(text) : text };
  }

  /** Pushes and gives the receipt. */
  async push(push: Push): Promise<Answer> {
    const { status, body } = await this.tryPush(push);
    if (status !== 200 && status !== 201) throw new Error(`Push to ${push.feed}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Imports an ONS lookup or change file. */
  async importAreas(file: string): Promise<Answer> {
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
    const { status, body: answer } = await this.request('POST', `/v1/areas/import?name=${encodeURIComponent(basename(file))}`, {
      body,
      headers: { 'content-type': 'text/csv' },
      duplex: 'half',
    } as RequestInit);
    if (status >= 300) throw new Error(`Areas of ${file}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** States areas that no look-up has; what is known already stands. */
  async stateAreas(areas: readonly { readonly code: string; readonly name: string }[]): Promise<Answer> {
    const known = await inParallel(areas, async ({ code }) => (await this.request('GET', `/v1/areas/${code}`)).status === 200);
    const missing = areas.filter((_, i) => !known[i]);
    return missing.length === 0 ? undefined : this.post('/v1/areas', missing);
  }

  /** The codes that this area had before and has now got, as the catalogue links them. */
  async codesOf(area: string): Promise<string[]> {
    const { links } = await this.get(`/v1/areas/${area}`);
    const codes = links.filter((link: Answer) => link.kind === 'recode').flatMap(({ from, to }: Answer) => [from, to]);
    return codes.filter((code: string) => code !== area);
  }

  /** Has all read models made again from the log. */
  async rebuildAll(): Promise<void> {
    const { items } = await this.get('/v1/projections');
    for (const { name } of items) await this.post(`/v1/projections/${name}/rebuild`, {});
  }

  /** Waits until every reader has applied everything in the log. */
  async caughtUp(timeoutMs = 60_000): Promise<void> {
    for (const until = Date.now() + timeoutMs; ; await sleep(this.lookMs)) {
      const readers = await this.readers();
      if (readers.length > 0 && readers.every((r) => r.events === 0)) return;
      if (Date.now() > until) throw new Error(`The readers did not catch up within ${timeoutMs} ms: ${JSON.stringify(readers)}`);
    }
  }
}

/** A kept connection was closed as the request went out: HTTP has a client ask again. */
const isIdleEnd = (error: unknown): boolean => error instanceof TypeError && /other side closed/.test(String(error.cause));

/** Does the same for each, eight at a time, and gives what came of it in order. */
export async function inParallel<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < all.length; i = next++) results[i] = await each(all[i]!);
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return results;
}
