import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Global, Injectable, Module } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { freezeConfig, readConfig } from '../config/config.js';
import { DataFolder, FolderHeld, holderOf } from '../data-folder/data-folder.js';
import { aboutFolder } from '../data-folder/folder-unusable.js';
import { markSample } from '../data-folder/sample-mark.js';
import { CALENDAR_STREAM } from '../domain/calendar.js';
import { PortTaken } from './listening.js';
import { start } from './start.js';

let dir: string;
const config = (port = 0) => freezeConfig({ ...readConfig({}, { FLOOR_LOG: 'json' }), dataDir: join(dir, 'data'), sample: false, port });
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'floor-house-'))));
afterEach(() => rmSync(dir, { recursive: true }));

/** A context that keeps what it was given. */
let events: EventStore;
@Injectable()
class Curious {
  constructor(store: EventStore) {
    events = store;
  }
}
@Global()
@Module({ providers: [Curious] })
class CuriousModule {}

describe('a house', () => {
  it('is ready on an empty folder, begins the day once, and lets go of the folder', async () => {
    for (let starts = 0; starts < 2; starts++) {
      const house = await start({ contexts: [CuriousModule], work: [] }, config());
      expect(await (await fetch(`${house.url}/health/ready`)).json()).toEqual({
        ready: true,
        state: 'ok',
        readers: [],
        issues: [],
        troubles: [],
      });
      expect(await events.versions([CALENDAR_STREAM])).toEqual([1]);
      expect(holderOf(house.config.dataDir)).toMatchObject({ url: house.url });
      const openapi = await fetch(`${house.url}/openapi.json`, { headers: { authorization: `Bearer ${house.token}` } });
      expect(openapi.status).toBe(200);
      expect((await fetch(house.signInLink(), { redirect: 'manual' })).status).toBe(303);
      await house.close();
      expect(holderOf(house.config.dataDir)).toBeUndefined();
      expect(existsSync(join(house.config.dataDir, 'local-admin.token'))).toBe(false);
    }
  });
  it('is not built twice on one folder', async () => {
    const house = await start({ contexts: [] }, config());
    await expect(start({ contexts: [] }, config())).rejects.toThrow(FolderHeld);
    expect((await fetch(`${house.url}/health/live`)).status).toBe(200);
    await house.close();
  });
  it('says so when its port is in use, and holds nothing then', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ contexts: [] }, config(port))).rejects.toThrow(PortTaken);
    expect(holderOf(config().dataDir)).toBeUndefined();
    other.close();
  });
  it('sets damaged read models aside, says so in health, and makes them again; the log is not touched', async () => {
    mkdirSync(config().dataDir);
    writeFileSync(join(config().dataDir, 'read.sqlite'), 'no database at all '.repeat(100));
    const house = await start({ contexts: [CuriousModule], work: [] }, config());
    const health = (await (await fetch(`${house.url}/health/ready`)).json()) as { state: string; issues: { code: string; text: string }[] };
    expect(health).toMatchObject({ ready: true, state: 'degraded', issues: [{ code: 'read-models-set-aside' }] });
    const aside = readdirSync(config().dataDir).find((name) => name.startsWith('read.sqlite.damaged-'))!;
    expect(health.issues[0]!.text).toContain(aside);
    await house.close();
  });
  it.each([
    ['log.sqlite', 'no database at all '.repeat(100), /^The event log is damaged: .* restore the data folder from a backup/],
    ['tokens.json', '[{', /tokens.json is damaged, .* restore it from a backup, or remove it/],
  ])('says what to do about a damaged %s, and holds nothing then', async (name, text, sentence) => {
    mkdirSync(config().dataDir);
    writeFileSync(join(config().dataDir, name), text);
    await expect(start({ contexts: [] }, config())).rejects.toThrow(sentence);
    expect(holderOf(config().dataDir)).toBeUndefined();
  });
  it('says in health that the bodies of earlier submissions are missing', async () => {
    await (await start({ contexts: [] }, config())).close();
    rmSync(join(config().dataDir, 'blobs'), { recursive: true });
    const house = await start({ contexts: [] }, config());
    expect(await (await fetch(`${house.url}/health/ready`)).json()).toMatchObject({
      state: 'degraded',
      issues: [{ code: 'bodies-missing' }],
    });
    await house.close();
  });
  it('says in one sentence that its data folder is a file', async () => {
    writeFileSync(join(dir, 'data'), '');
    await expect(start({ contexts: [] }, config())).rejects.toThrow(`The data folder ${config().dataDir} is a file, not a folder`);
  });
  it('ends when its data folder is moved', () => {
    const gone: Error[] = [];
    const folder = DataFolder.hold(config().dataDir, (error) => gone.push(error));
    folder.touch();
    renameSync(config().dataDir, join(dir, 'moved'));
    folder.touch();
    folder.release();
    expect(gone.map(({ message }) => message)).toEqual([expect.stringContaining('was moved or removed while it was in use')]);
  });
  it.each(['EACCES', 'EROFS', 'ENOSPC', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'])(
    'says in one sentence what is in the way of its folder: %s',
    (code) => {
      const said = aboutFolder(Object.assign(new Error('x'), { code }), '/data/own') as Error;
      expect(said.message).toMatch(/^The data folder [/]data[/]own (may|is|holds) [^.]*[.]$/);
    },
  );
  it('knows a sample by its mark, wherever it lies', async () => {
    markSample(config().dataDir, 'whole');
    const house = await start({ contexts: [] }, config());
    expect(house.config.sample).toBe(true);
    expect((await fetch(`${house.url}/health/live`)).headers.get('x-floor-sample')).toBe('made-up data');
    await house.close();
  });
});
