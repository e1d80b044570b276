import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Global, Header, Module, Param, Post, Req } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { IsInt, IsString, Length, Max } from 'class-validator';
import type { Request } from 'express';
import { FeedProgress, ParkedItems } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { Config, freezeConfig, readConfig } from '../config/config.js';
import { HealthIssues, IssuesInMemory } from '../health/health-issues.js';
import { bodyOf, RawBody } from '../http/body.js';
import { guardHttp } from '../http/http-house.js';
import { refuse } from '../http/problem.js';
import { OpenApi } from '../openapi/openapi.js';
import { Allow, By } from '../security/decorators.js';
import { administrator, type Person } from '../security/person.js';
import { TokenScopes } from '../security/token-scopes.js';
import { TokenStore } from '../security/tokens.js';
import { LocalCalls, ThreadCalls, ThreadHandlers } from '../threads/thread-calls.js';
import { FEED_STATE } from '../threads/readers-at-work.js';
import { HttpModule } from './http.module.js';

class NoteDto {
  @IsString() @Length(1, 5) text!: string;
  @IsInt() @Max(9) weight!: number;
}

@Controller('v1/notes')
class NotesController {
  @Get() list() {
    return { items: [], next: null };
  }
  @Get('mine') @Allow('go-officer') mine(@By() by: Person) {
    return { name: by.name };
  }
  @Post() add(@Body() { text }: NoteDto) {
    return { text };
  }
  @Post('raw') @RawBody() async raw(@Req() request: Request) {
    let bytes = 0;
    for await (const chunk of bodyOf(request, { bytesMax: 100 })) bytes += chunk.length;
    return { bytes };
  }
  @Get('refused') refused() {
    refuse(new Refusal('no-such-note', 'There is no note 7.', { note: 7, status: 'kept out' }), 404);
  }
  @Get('long') long() {
    return 'a long text '.repeat(200);
  }
  @Get('secret') @Header('Cache-Control', 'no-store, no-transform') secret() {
    return 'a long text '.repeat(200);
  }
  @Get('broken') broken() {
    throw new Error('secret detail');
  }
  @Get(':id') one(@Param('id') id: string) {
    return { id };
  }
}

let dir: string;
let app: NestExpressApplication;
let url: string;
let admin: string;
let officer: string;
const handlers = new ThreadHandlers();
const readers: object[] = [];
handlers.on(FEED_STATE, async () => ({ readers, troubles: [] }));

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'floor-http-'));
  const config = freezeConfig({ ...readConfig({}, {}), dataDir: dir, sample: true });
  @Global()
  @Module({
    providers: [
      { provide: Config, useValue: config },
      { provide: Clock, useValue: { now: () => new Date('2004-06-01T09:00:00Z') } },
      { provide: EventStore, useValue: { end: async () => '', read: async () => [], append: async () => undefined } },
      { provide: ReadStore, useValue: { checkpoint: async () => undefined } },
      { provide: HealthIssues, useClass: IssuesInMemory },
      { provide: ThreadCalls, useValue: new LocalCalls(handlers) },
      { provide: FeedProgress, useValue: {} },
      { provide: ParkedItems, useValue: {} },
    ],
    exports: [Config, Clock, EventStore, ReadStore, HealthIssues, ThreadCalls, FeedProgress, ParkedItems],
  })
  class Fakes {}
  const module = await Test.createTestingModule({
    imports: [Fakes, HttpModule.of(config, ['readers'])],
    controllers: [NotesController],
  }).compile();
  app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  guardHttp(app, config);
  app.get(OpenApi).of(app);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  app.get(TokenScopes).use(async () => undefined);
  const tokens = app.get(TokenStore);
  admin = await tokens.create(administrator('admin'), new Date(0));
  officer = await tokens.create({ role: 'go-officer', feeds: [], lsp: null, region: 'E12000001', name: 'GO NE' }, new Date(0));
});
afterAll(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

const ask = (path: string, token?: string, init: RequestInit = {}) =>
  fetch(url + path, { redirect: 'manual', ...init, headers: { ...(token && { authorization: `Bearer ${token}` }), ...init.headers } });
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
  ask(path, admin, { method: 'POST', body, headers: { 'content-type': type } });

describe('access', () => {
  it.each(['/v1/notes', '/metrics', '/openapi.json', '/asyncapi.json', '/v1/tokens'])(
    'keeps %s from whoever has no token',
    async (path) => {
      const answer = await ask(path, undefined, { method: path === '/v1/tokens' ? 'POST' : 'GET' });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({ code: 'not-signed-in', status: 401 });
      expect((await ask(path, 'floor_wrong')).status).not.toBe(200);
    },
  );
  it('answers health without one', async () => {
    expect((await ask('/health/live')).status).toBe(200);
    expect(await (await ask('/health/ready')).json()).toMatchObject({ ready: true, state: 'ok', readers: [], issues: [], troubles: [] });
  });
  it('lets a role in where it is allowed, and the administrator everywhere', async () => {
    expect(await (await ask('/v1/notes/mine', officer)).json()).toMatchObject({ name: 'GO NE' });
    expect((await ask('/v1/notes/mine', admin)).status).toBe(200);
    const answer = await ask('/v1/tokens', officer, { method: 'POST', body: '{}' });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'not-allowed']);
  });
  it('makes a token that works at once', async () => {
    const made = await post('/v1/tokens', JSON.stringify({ role: 'go-officer', region: 'E12000002' }));
    const { token } = (await made.json()) as { token: string };
    expect((await ask('/v1/notes/mine', token)).status).toBe(200);
    expect((await post('/v1/tokens', JSON.stringify({ role: 'data-team' }))).status).toBe(422);
    expect((await post('/v1/tokens', JSON.stringify({ role: 'administrator', expires: '2004-02-31' }))).status).toBe(400);
  });
  it('ends with the revoking of its token, which stays in the list', async () => {
    const { id, token } = (await (await post('/v1/tokens', JSON.stringify({ role: 'administrator', name: 'Gone soon' }))).json()) as Record<
      string,
      string
    >;
    expect((await ask('/v1/notes', token)).status).toBe(200);
    const revoked = await ask(`/v1/tokens/${id}`, admin, { method: 'DELETE' });
    expect(await revoked.json()).toMatchObject({ id, state: 'revoked' });
    expect((await ask('/v1/notes', token)).status).toBe(401);
    const { items, next } = (await (await ask('/v1/tokens?limit=1000', admin)).json()) as { items: object[]; next: null };
    expect([items, next]).toEqual([expect.arrayContaining([expect.objectContaining({ id, name: 'Gone soon', state: 'revoked' })]), null]);
    expect((await ask('/v1/tokens/0123456789abcdef', admin, { method: 'DELETE' })).status).toBe(404);
    expect((await ask('/v1/tokens', officer)).status).toBe(403);
  });
  it('signs a browser in by the link, for pages and for what its own pages send', async () => {
    expect((await ask('/sign-in?code=guess')).status).toBe(401);
    const made = (await (await post('/v1/sign-in-links', '{}')).json()) as { url: string };
    const link = made.url.slice(url.length);
    const signedIn = await ask(link);
    expect((await ask(link)).status).toBe(401); // Once.
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/']);
    const set = signedIn.headers.get('set-cookie')!;
    expect(set).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = set.split(';')[0]!;
    expect((await ask('/v1/notes', undefined, { headers: { cookie } })).status).toBe(200);
    const note = { method: 'POST', body: '{"text":"a","weight":1}' };
    const json = { 'content-type': 'application/json', cookie };
    expect((await ask('/v1/notes', undefined, { ...note, headers: json })).status).toBe(401);
    expect((await ask('/v1/notes', undefined, { ...note, headers: { ...json, origin: 'http://evil.example' } })).status).toBe(401);
    expect((await ask('/v1/notes', undefined, { ...note, headers: { ...json, origin: url } })).status).toBe(201);
  });
});

describe('an answer', () => {
  it('says that it comes from the sample, in its head and in its body', async () => {
    const answer = await ask('/v1/notes', admin);
    expect(answer.headers.get('x-floor-sample')).toBe('made-up data');
    expect(await answer.json()).toEqual({ sample: true, items: [], next: null });
    expect((await ask('/v1/nowhere', admin)).headers.get('x-floor-sample')).toBe('made-up data');
  });
  it('carries the headers that keep a page safe, and not the server’s name', async () => {
    const { headers } = await ask('/health/live');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('a long answer', () => {
  it('is compressed for a client that takes it so, unless it carries a secret', async () => {
    const encodingOf = async (path: string): Promise<string | null> => (await ask(path, admin)).headers.get('content-encoding');
    expect([await encodingOf('/v1/notes/long'), await encodingOf('/v1/notes/secret')]).toEqual(['gzip', null]);
  });
});

describe('a problem', () => {
  it('is told field by field', async () => {
    const answer = await post('/v1/notes', JSON.stringify({ text: 'too long', weight: 'x', __proto__x: 1 }));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
    const { fields } = (await answer.json()) as { fields: { field: string }[] };
    expect(fields.map(({ field }) => field).sort()).toEqual(['__proto__x', 'text', 'weight']);
  });
  it('carries a refusal’s code, sentence and facts, and no fact overrules the standard members', async () => {
    expect(await (await ask('/v1/notes/refused', admin)).json()).toMatchObject({
      type: 'urn:floor-targets:problem:no-such-note',
      title: 'No such note',
      status: 404,
      detail: 'There is no note 7.',
      note: 7,
    });
  });
  it('of ours says a reference and nothing else', async () => {
    const text = await (await ask('/v1/notes/broken', admin)).text();
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'fault', reference: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(text).not.toContain('secret');
  });
  it.each([
    { body: '{"text":', type: 'application/json', says: [400, 'unreadable-json'] },
    { body: 'text', type: 'text/plain', says: [415, 'unsupported-type'] },
    { body: `{"text":"${'a'.repeat(2 ** 21)}"}`, type: 'application/json', says: [413, 'too-large'] },
    { at: '/v1/notes/raw', body: 'a'.repeat(101), type: 'text/csv', says: [413, 'too-large'] },
    { at: '/v1/nowhere', body: '{}', type: 'application/json', says: [404, 'no-such-route'] },
  ])('of a body is told: $says', async ({ at = '/v1/notes', body, type, says }) => {
    const answer = await post(at, body, type);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual(says);
  });
  it('is a page for whoever came with a browser', async () => {
    const answer = await ask('/metrics', undefined, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
  });
});

describe('a raw body', () => {
  it('reaches its route untouched, whatever it calls itself', async () =>
    expect(await (await post('/v1/notes/raw', '{"a":1}')).json()).toEqual({ sample: true, bytes: 7 }));
});

describe('health', () => {
  it('is ready but degraded while a stream is parked, and says which reader: the others do their work', async () => {
    readers.push({ reader: 'series', events: 3, seconds: 1.5, parked: 1, state: 'running', position: '1' });
    const answer = await ask('/health/ready');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ ready: true, state: 'degraded', troubles: ['series has set aside 1 stream.'] });
    const metrics = await (await ask('/metrics', officer)).text();
    expect(metrics).toContain('floor_reader_lag_seconds{reader="series"} 1.5');
    expect(metrics).toContain('floor_health_issues{severity="degraded",code="parked"} 1');
    expect(metrics).toMatch(/floor_http_request_seconds_count\{method="GET",route="\/v1\/notes",status="200"\} \d/);
    expect(metrics).toContain('process_cpu_seconds_total');
  });
});

describe('/openapi.json', () => {
  it('describes every route, with the shapes that its DTOs state', async () => {
    const document = (await (await ask('/openapi.json', admin)).json()) as Record<string, never>;
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\./),
      paths: {
        '/v1/notes': { post: { responses: { default: expect.anything() } } },
        '/v1/notes/{id}': { get: { parameters: [{ name: 'id', in: 'path', required: true }] } },
      },
      components: {
        schemas: {
          NoteDto: {
            required: ['text', 'weight'],
            properties: { text: { type: 'string', maxLength: 5 }, weight: { type: 'integer', maximum: 9 } },
          },
          TokenDto: { required: ['role'], properties: { feeds: { type: 'array', maxItems: 200 } } },
        },
      },
    });
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
      expect(document).toHaveProperty(['components', 'schemas', name!]);
    const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('/asyncapi.json', () => {
  it('describes the topics, here of apps that run elsewhere', async () => {
    const answer = await ask('/asyncapi.json', admin);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await answer.json()).toMatchObject({ asyncapi: '3.0.0', channels: { 'floor-events': { address: 'floor-events' } } });
  });
});
