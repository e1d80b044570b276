import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { settled } from './campaign.ts';
import { prepare } from './deliveries.ts';
import { districts, resultsCsv } from './made-up.ts';
import { allDocumentsIn, differences } from './read-models.ts';
import { differencesFound } from './verified.ts';
import { type Answer, type Reply, TestHouse } from '../house/house.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE_BYTES = 16_384;
const series = `/v1/series/skills.gcse-5-a-c/${districts[0]}`;

describe('damage that is met while the app runs (design 4.11, issue 9)', () => {
  const root = mkdtempSync(join(tmpdir(), 'floor-damage-'));
  const folder = join(root, 'data');
  const readModels = join(folder, 'read.sqlite');
  const house = new TestHouse(folder, { NODE_COMPILE_CACHE: join(root, 'compiled') });

  beforeAll(async () => {
    await house.start();
    await prepare(house);
    await house.push({ feed: 'observations', name: 'results.csv', released: '2004-10-20', file: Buffer.from(resultsCsv(2003, false)) });
    await settled(house);
  }, 60_000);
  beforeEach(async () => {
    await house.kill('SIGTERM'); // So that its file is whole, and nothing of it lies in the next one's memory.
    await house.start();
    await settled(house);
  }, 30_000);
  afterAll(async () => {
    await house.kill();
    rmSync(root, { recursive: true, force: true });
  });

  const change = (file: string, sql: string): void => {
    const db = new Database(join(folder, file));
    db.exec(sql);
    db.close();
  };
  const health = (): Promise<Reply> => house.request('GET', '/health/ready');
  const healthIs = async (is: (answer: Answer) => boolean): Promise<Reply> => {
    for (const until = Date.now() + 10_000; ; await sleep(50)) {
      const reply = await health();
      if (is(reply.body) || Date.now() > until) return reply;
    }
  };
  const issue = ({ body }: Reply, code: string): Answer => body.issues.find((one: Answer) => one.code === code);
  const verified = (): { status: number | null; answer: Answer } => {
    const { status, stdout } = spawnSync(
      join(ROOT, 'node_modules/.bin/node'),
      [join(ROOT, 'dist/apps/cli/src/main.js'), 'verify', '--json'],
      {
        env: { PATH: process.env['PATH'], FLOOR_DATA_DIR: folder },
        encoding: 'utf8',
      },
    );
    return { status, answer: JSON.parse(stdout) };
  };

  it('in a document: it is not shown, health is degraded and says what to do, and a rebuild mends it', async () => {
    expect(verified()).toMatchObject({ status: 0, answer: { clean: true, folder } });
    change('read.sqlite', `UPDATE "doc.series" SET body = replace(body, '1', '2')`);
    expect(await house.request('GET', series)).toMatchObject({ status: 503, body: { code: 'store-damaged' } });
    const reply = await healthIs(({ state }) => state === 'degraded');
    expect([reply.status, issue(reply, 'read-models-damaged')?.text]).toEqual([
      200,
      expect.stringMatching(/^Document .* of series differs from its checksum. Run floor rebuild/),
    ]);
    expect(verified()).toMatchObject({ status: 1, answer: { clean: false } });
    await house.rebuildAll();
    await settled(house);
    expect((await healthIs(({ state }) => state === 'ok')).body.issues).toEqual([]);
    expect((await house.request('GET', series)).status).toBe(200);
    expect(await differencesFound(folder)).toEqual([]);
  }, 60_000);

  it('in the file of read models: health is degraded and says what to do, and the next start makes it again', async () => {
    const stood = allDocumentsIn(folder);
    overwrite(readModels);
    expect(await house.request('GET', series)).toMatchObject({ status: 503, body: { code: 'store-damaged' } });
    const reply = await healthIs(({ issues }) => issues.some(({ code }: Answer) => code === 'read-models-damaged'));
    expect([reply.status, reply.body.state]).toEqual([200, 'degraded']);
    expect(issue(reply, 'read-models-damaged').text).toMatch(
      /Stop the app and start it again: it sets the file aside and makes the read models again/,
    );
    await house.kill('SIGTERM');
    await house.start();
    expect(house.output).toContain('read.sqlite was damaged: it is set aside as read.sqlite.damaged-');
    await settled(house);
    expect(differences(allDocumentsIn(folder), stood)).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith('read.sqlite.'))).toHaveLength(1);
    expect(await differencesFound(folder)).toEqual([]);
  }, 60_000);

  it('in the log: health is not ready, and says to restore it', async () => {
    change('log.sqlite', `UPDATE events SET at = at + 1 WHERE stream IN (SELECT id FROM streams WHERE name LIKE 'register-%')`);
    expect(await house.request('GET', `${series}?asOf=2030-01-01`)).toMatchObject({ status: 503, body: { code: 'store-damaged' } });
    const reply = await healthIs(({ state }) => state === 'not-ready');
    expect([reply.status, issue(reply, 'log-damaged')?.text]).toEqual([
      503,
      expect.stringMatching(/^The event log is damaged: event 1 of register-.*Stop the app and restore the data folder from a backup/),
    ]);
    expect(verified()).toMatchObject({ status: 1 });
    change('log.sqlite', `UPDATE events SET at = at - 1 WHERE stream IN (SELECT id FROM streams WHERE name LIKE 'register-%')`);
    expect(verified().status).toBe(0);
  }, 60_000);

  /** All pages but the first, by which a file is known to be a database. */
  function overwrite(path: string): void {
    expect(existsSync(`${path}-wal`) ? statSync(`${path}-wal`).size : 0).toBeLessThan(1_000_000);
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(statSync(path).size - PAGE_BYTES, 0x5a), 0, undefined, PAGE_BYTES);
    closeSync(file);
  }
});
