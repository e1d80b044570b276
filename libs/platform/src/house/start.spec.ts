import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Global, Injectable, Module } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { freezeConfig, readConfig } from '../config/config.js';
import { FolderHeld, holderOf } from '../data-folder/data-folder.js';
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
  it('knows a sample by its mark, wherever it lies', async () => {
    markSample(config().dataDir, 'whole');
    const house = await start({ contexts: [] }, config());
    expect(house.config.sample).toBe(true);
    expect((await fetch(`${house.url}/health/live`)).headers.get('x-floor-sample')).toBe('made-up data');
    await house.close();
  });
});
