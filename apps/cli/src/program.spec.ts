import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotDo } from './cannot-do.js';
import { Floor } from './program.js';
import { FakeServer, Kept, type Say } from './testing/fake-server.js';

let out: Kept;
let fake: FakeServer | undefined;
const dir = mkdtempSync(join(tmpdir(), 'floor-program-'));
afterEach(() => fake?.stop());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function onServer(url: string): Floor {
  out = new Kept();
  return new Floor({ url, token: 't', dirs: { named: dir }, servers: null, here: dir, debug: false }, out as never, new Kept() as never);
}

async function floor(typed: string[], say: Say = { status: 200, body: {} }): Promise<number> {
  fake = await FakeServer.start(() => say);
  return onServer(fake.url).run(typed);
}

describe('floor', () => {
  it('prints a new token alone', async () => {
    const code = await floor(['token', 'create', '--role', 'data-team', '--feed', 'a', '--feed', 'b'], {
      status: 201,
      body: { token: 'floor_x', role: 'data-team' },
    });
    expect([code, out.text]).toEqual([0, 'floor_x\n']);
    expect(JSON.parse(fake!.heard[0]!.body)).toEqual({ role: 'data-team', feeds: ['a', 'b'] });
  });

  it('shows the readers of a server that is not ready', async () => {
    const readers = [{ reader: 'series', position: '9', events: 12, seconds: 3, parked: 1, state: 'running' }];
    const code = await floor(['status', '--json'], {
      status: 503,
      body: { ready: false, readers, troubles: ['series has set aside 1 stream.'] },
    });
    expect([code, JSON.parse(out.text)]).toEqual([0, { ready: false, readers, troubles: ['series has set aside 1 stream.'] }]);
  });

  it('asks for the rebuild of one projection, or of all', async () => {
    await floor(['rebuild', 'series', '--json']);
    expect(fake!.heard.map(({ url }) => url)).toEqual(['/v1/projections/series/rebuild']);
    fake!.stop();
    await floor(['rebuild', '--json'], { status: 200, body: { items: [{ name: 'series' }, { name: 'alerting' }] } });
    expect(fake!.heard.map(({ url }) => url)).toEqual([
      '/v1/projections',
      '/v1/projections/series/rebuild',
      '/v1/projections/alerting/rebuild',
    ]);
  });

  it.each([
    [['withdraw', 's-1', '--why', 'Sent by mistake'], 'POST', '/v1/submissions/s-1/withdrawal', '{"why":"Sent by mistake"}'],
    [['reinstate', 's-1', '--why', 'It was right'], 'POST', '/v1/submissions/s-1/reinstatement', '{"why":"It was right"}'],
    [['retry', 's-1'], 'POST', '/v1/submissions/s-1/retry', '{}'],
    [['submissions', '--feed', 'a', '--state', 'failed'], 'GET', '/v1/submissions?feed=a&state=failed&limit=20', ''],
    [['parked'], 'GET', '/v1/projections/parked?limit=1000', ''],
    [['parked', 'retry', 'p', 's'], 'POST', '/v1/projections/p/parked/s/retry', '{}'],
    [
      ['parked', 'discard', 'p', 's', '--scope', 'C00.floor|E1', '--why', 'x'],
      'POST',
      '/v1/projections/p/parked/s/discard?scope=C00.floor%7CE1',
      '{"why":"x"}',
    ],
    [['alerts', '--state', 'failed'], 'GET', '/v1/alerts?state=failed&limit=1000', ''],
    [['alerts', 'retry', 'a-1'], 'POST', '/v1/alerts/a-1/retry', '{}'],
    [['token', 'list'], 'GET', '/v1/tokens?limit=1000', ''],
    [['token', 'revoke', 't-1'], 'DELETE', '/v1/tokens/t-1', ''],
    [['sign-in'], 'POST', '/v1/sign-in-links', '{}'],
  ])('%j asks %s %s', async (typed, method, url, body) => {
    const answer = { status: 200, body: { items: [], next: null, url: 'http://x', expires: '2026-01-01T00:00:00Z' } };
    expect(await floor([...typed, '--json'], answer)).toBe(0);
    expect(fake!.heard).toEqual([{ method, url, body, token: 'Bearer t' }]);
    expect(() => JSON.parse(out.text) as unknown).not.toThrow();
  });

  it('shows what is parked from every page of the list', async () => {
    const one = (stream: string): object => ({ projection: 'series', stream, reason: 'RuleError: x' });
    fake = await FakeServer.start(({ url }) => ({
      status: 200,
      body: url.includes('cursor=more') ? { items: [one('b')], next: null } : { items: [one('a')], next: 'more' },
    }));
    expect(await onServer(fake.url).run(['parked', '--json'])).toBe(0);
    expect(JSON.parse(out.text)).toEqual({ items: [one('a'), one('b')], next: null });
  });

  it('prints its version', async () => {
    expect(await onServer('http://127.0.0.1:9').run(['--version'])).toBe(0);
    expect(out.text).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('has help within 80 columns, with examples, for every command', async () => {
    const help = async (typed: string[]): Promise<string> => {
      expect(await onServer('http://127.0.0.1:9').run([...typed, '--help'])).toBe(0);
      return out.text;
    };
    const names = (text: string): string[] =>
      [...text.slice(text.indexOf('Commands:')).matchAll(/^ {2}([a-z][a-z-]+)/gm)].map(([, name]) => name!);
    const top = names(await help([])).filter((name) => !['help', 'floor'].includes(name));
    const nested: string[][] = [];
    for (const name of ['parked', 'alerts', 'token', 'areas']) for (const sub of names(await help([name]))) nested.push([name, sub]);
    expect(nested).toEqual(
      expect.arrayContaining([
        ['token', 'create'],
        ['parked', 'discard'],
        ['alerts', 'retry'],
        ['areas', 'import'],
      ]),
    );
    for (const typed of [[], ...top.map((name) => [name]), ...nested.filter(([, sub]) => !['help', 'floor'].includes(sub!))]) {
      const text = await help(typed);
      expect(text).toContain('Examples:');
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
    expect(top).toEqual(expect.arrayContaining(['push', 'submissions', 'withdraw', 'parked', 'token', 'sample']));
  });

  it('answers in JSON also when something went wrong', async () => {
    const problem = { status: 404, code: 'no-such-submission', detail: 'There is none.' };
    fake = await FakeServer.start(() => ({ status: 404, body: problem }));
    await expect(onServer(fake.url).run(['retry', 's-1', '--json'])).rejects.toThrow('There is none.');
    expect(JSON.parse(out.text)).toEqual(problem);
  });

  it('writes the sample, and says so in JSON', async () => {
    expect(await floor(['sample', '--dir', 'here', '--json'])).toBe(0);
    expect(JSON.parse(out.text)).toMatchObject({
      dir: join(dir, 'here'),
      seed: 2001,
      files: expect.arrayContaining(['areas/districts.csv', 'targets.json']),
    });
  });

  it.each([
    [['push', 'a.csv']],
    [['token', 'create', '--role', 'king']],
    [['nonsense']],
    [['push', 'a.csv', '--feed', 'x', '--released', 'May']],
  ])('ends with 2 for %j', async (typed) => expect(await floor(typed)).toBe(2));

  it('says what to do when nothing answers', async () => {
    const nobody = onServer('http://127.0.0.1:9');
    await expect(nobody.run(['status'])).rejects.toThrow(CannotDo);
    await expect(nobody.run(['status'])).rejects.toThrow(/Nothing answers at http:\/\/127.0.0.1:9: start it with npm start/);
  });
});
