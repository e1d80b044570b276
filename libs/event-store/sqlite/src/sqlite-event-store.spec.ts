import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '#libs/kernel';
import { eventStoreContract } from '../../src/event-store.contract.js';
import { SqliteEventStore } from './sqlite-event-store.js';

const noon: Clock = { now: () => new Date('2004-05-01T12:00:00.123Z') };
const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
const newPath = (): string => join(folder, `${randomUUID()}.sqlite`);
const paths = new WeakMap<object, string>();
const openAt = (path: string): SqliteEventStore => {
  const store = new SqliteEventStore(path, noon);
  paths.set(store, path);
  return store;
};
const anEvent = (id: string = randomUUID()) => ({ id, type: 'FiguresRecorded', data: { v: 1, value: [1, 2, 3, 4, 5, 6, 7, 8, null] } });

afterAll(() => rmSync(folder, { recursive: true }));

eventStoreContract('SqliteEventStore in memory', async () => new SqliteEventStore(':memory:', noon));
eventStoreContract(
  'SqliteEventStore in a file',
  async () => openAt(newPath()),
  async (store) => openAt(paths.get(store)!),
);

describe('SqliteEventStore', () => {
  it('keeps what it took, and when, for the next program', async () => {
    const path = newPath();
    const first = openAt(path);
    const event = anEvent();
    await first.append('register-a', 0, [event]);
    await first.close();
    const second = openAt(path);
    expect(await second.read({ stream: 'register-a' })).toEqual([
      { ...event, stream: 'register-a', version: 1, position: '000000000001', recordedAt: '2004-05-01T12:00:00.123Z' },
    ]);
    await second.append('register-b', 0, [anEvent()]);
    expect(await second.countAfter('000000000001')).toBe(1);
    await second.close();
  });

  it('hears of an append by a program that sends no word, within a second', async () => {
    const path = newPath();
    const store = openAt(path);
    await store.append('register-a', 0, [anEvent()]);
    const news = new Promise<void>((heard) => store.listen(heard));
    const begun = performance.now();
    const elsewhere = new Database(path);
    elsewhere.exec(`INSERT INTO names (name) VALUES ('other')`);
    await news;
    expect(performance.now() - begun).toBeLessThan(1000);
    elsewhere.close();
    await store.close();
  });

  it('learns of a type that another instance was the first to write', async () => {
    const path = newPath();
    const [one, other] = [openAt(path), openAt(path)];
    await one.append('register-a', 0, [anEvent()]);
    await other.append('breach-a', 0, [{ ...anEvent(), type: 'BreachOpened' }]);
    expect(await one.readAll('', 10, ['breach'])).toMatchObject([{ type: 'BreachOpened' }]);
    await one.close();
    await other.close();
  });

  it('syncs every commit and writes ahead', async () => {
    const path = newPath();
    const store = openAt(path);
    const settings = (store as unknown as { db: Database.Database }).db;
    expect(['journal_mode', 'synchronous'].map((name) => settings.pragma(name, { simple: true }))).toEqual(['wal', 2]);
    await store.close();
  });

  it('refuses an id that is in the log elsewhere, an id that is no UUID, and a position of another log', async () => {
    const store = openAt(newPath());
    const event = anEvent();
    await store.append('register-a', 0, [event]);
    await expect(store.append('register-b', 0, [event])).rejects.toThrow('An event with this id is in the log already, in another place.');
    await expect(store.append('register-b', 0, [anEvent('1')])).rejects.toThrow('not a UUID');
    await expect(store.readAll('C:1/P:1', 10)).rejects.toThrow('"C:1/P:1" is not a position of this log.');
    expect(await store.versions(['register-b'])).toEqual([0]);
    await store.close();
  });

  it.each([
    ['PRAGMA user_version = 2', 'has format 2, and this program knows 1 at most: a newer version wrote it'],
    ['CREATE TABLE accounts (id)', 'is a database of something else'],
  ])('leaves a file alone after %s', (made, sentence) => {
    const path = newPath();
    const file = new Database(path);
    file.exec(made);
    expect(() => openAt(path)).toThrow(sentence);
    expect(file.pragma('journal_mode', { simple: true })).toBe('delete');
    file.close();
  });
});
