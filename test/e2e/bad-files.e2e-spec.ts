import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BadHouse, helpful } from '../house/bad-house.ts';
import type { Push, Reply } from '../house/house.ts';

const G = 'E08000037';
const file = (year: number, value = 1): string => `indicator,area,period,value\nskills.pupils,${G},${year},${value}\n`;

describe('bad files', () => {
  const house = new BadHouse();
  beforeAll(() => house.furnish(), 60_000);
  afterAll(() => house.remove());

  /** Refused whole: a code, a sentence, and nothing recorded. */
  async function refused(reply: Promise<Reply>, status: number, code: string): Promise<Reply> {
    const before = await house.submissions();
    const { body, ...rest } = await reply;
    expect([rest.status, body.code, body.type]).toEqual([status, code, `urn:floor-targets:problem:${code}`]);
    expect(body.detail).toMatch(helpful);
    expect(await house.submissions()).toBe(before);
    return { body, ...rest };
  }

  const bad: [string, string | Uint8Array, number, string, Partial<Push>?][] = [
    ['another header', 'date,count\n2001,1\n', 422, 'unexpected-header'],
    ['nothing', '', 422, 'empty-body'],
    ['a picture', Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), randomBytes(5000)]), 422, 'not-text'],
    ['a spreadsheet', Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(5000)]), 422, 'not-text'],
    ['noise', Buffer.concat([Buffer.from([1, 0, 2]), randomBytes(100_000)]), 422, 'not-text'],
    ['UTF-16 without a mark', Buffer.from(file(2001), 'utf16le'), 422, 'not-text'],
    ['a quote that is never closed', `${file(2001)}skills.pupils,"${G},2002,1\n`, 422, 'unclosed-quote'],
    ['half a gzip', gzipSync(randomBytes(50_000)).subarray(0, 20_000), 422, 'truncated-gzip'],
    ['a damaged gzip', Buffer.concat([gzipSync(file(2001)).subarray(0, 12), randomBytes(60)]), 422, 'damaged-gzip'],
    ['a gzip in a gzip', gzipSync(gzipSync(file(2001))), 422, 'not-text'],
    ['a zip bomb', gzipSync(Buffer.alloc(200 * 1024 * 1024, 'a')), 422, 'zip-bomb'],
    ['half a JSON list', '[{"indicator":"skills.pupils"', 422, 'not-json'],
    ['a release date in the future', file(2001), 422, 'not-yet-released', { released: '2999-01-01' }],
    ['a release date that is none', file(2001), 400, 'bad-release-date', { released: '2024-02-30' }],
    ['a feed that is none', file(2001), 404, 'unknown-feed', { feed: 'nobody' }],
    ['a feed called __proto__', file(2001), 404, 'unknown-feed', { feed: '__proto__' }],
    ['a feed called constructor', file(2001), 404, 'unknown-feed', { feed: 'constructor' }],
  ];
  it.each(bad)('%s: is refused whole', async (_, body, status, code, more = {}) => {
    await refused(house.csv(body, more), status, code);
  });

  it('tells what header was expected and what was found', async () => {
    const { body } = await refused(house.csv('date,count\n2001,1\n'), 422, 'unexpected-header');
    expect([body.expected.slice(0, 3), body.found]).toEqual([
      ['indicator', 'area', 'period'],
      ['date', 'count'],
    ]);
  });

  it('with a token for another feed is refused before it is read', async () => {
    await refused(house.csv(file(2001), { token: house.teamToken }), 403, 'not-your-feed');
    await refused(house.csv(file(2001), { token: 'nonsense' }), 401, 'not-signed-in');
  });

  const names = [
    '../../../../tmp/evil.csv',
    '..\\..\\evil.csv',
    '/etc/passwd',
    'a/b/c.csv\u0000.txt',
    '__proto__',
    'constructor',
    '%2e%2e%2fevil.csv',
  ];
  it.each(names.map((name, i): [string, number] => [name, 1800 + i]))('called %j is data, and never a path', async (name, year) => {
    const before = readdirSync(join(house.dataDir, '..')).filter((one) => one.includes('evil'));
    const { status, body } = await house.csv(file(year), { name });
    expect([status, body.rows]).toEqual([201, { read: 1, taken: 1, refused: 0, ignored: 0 }]);
    expect(body.name).not.toMatch(/[/\\\0]/);
    expect(readdirSync(join(house.dataDir, '..')).filter((one) => one.includes('evil'))).toEqual(before);
  });

  it('under an Idempotency-Key that stood for other content is refused; the same content again is the first receipt', async () => {
    const first = await house.csv(file(1700), { key: 'k-1' });
    const again = await house.csv(file(1700), { key: 'k-1' });
    expect([first.status, again.status, again.body.submission]).toEqual([201, 200, first.body.submission]);
    await refused(house.csv(file(1701), { key: 'k-1' }), 409, 'idempotency-key-reused');
    await refused(house.csv(file(1702), { key: 'not\tvisible'.replace('\t', ' ') }), 400, 'bad-idempotency-key');
    expect((await house.csv(file(1701), { key: 'k-2' })).status).toBe(201);
    expect((await house.csv(file(1701), { key: 'k-1', feed: 'gateshead' })).status).toBe(201); // A key is the feed's own.
  });

  it('pushed twice at once are one submission: one 201, the rest 200 with the same receipt', async () => {
    const before = await house.submissions();
    const replies = await Promise.all(Array.from({ length: 6 }, () => house.csv(file(1600))));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(replies.map(({ body }) => JSON.stringify({ ...body, again: null }))).size).toBe(1);
    expect(await house.submissions()).toBe(before + 1);
  });

  it('in a dry run are decided wholly and leave nothing', async () => {
    const before = await house.submissions();
    const { status, body } = await house.csv(`${file(1500)}skills.nothing,${G},1500,1\n`, { dryRun: true });
    expect([status, body.dryRun, body.position, body.rows]).toEqual([200, true, null, { read: 2, taken: 1, refused: 1, ignored: 0 }]);
    expect(body.observations.recorded).toBe(1);
    expect([await house.submissions(), await house.value('skills.pupils', G, '1500')]).toEqual([before, undefined]);
    expect((await house.request('GET', `/v1/submissions/${body.submission}`)).status).toBe(404);
    expect((await house.csv(file(1500))).status).toBe(201);
  });
});
