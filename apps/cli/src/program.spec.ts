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
  return new Floor({ url, token: 't', dirs: { named: dir }, here: dir, debug: false }, out as never, new Kept() as never);
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

  it('asks for the rebuild of one reader, or of all', async () => {
    await floor(['rebuild', 'series', '--json']);
    expect(fake!.heard[0]).toMatchObject({ url: '/v1/readers/rebuild', body: '{"reader":"series"}' });
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
