import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '#libs/kernel';
import { eventStoreContract } from '../../src/event-store.contract.js';
import { LogDamaged } from './checksum.js';
import { lookOverLog } from './log-file.js';
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

async function found(store: SqliteEventStore): Promise<string[]> {
  const sentences: string[] = [];
  for await (const sentence of store.damage()) sentences.push(sentence);
  return sentences;
}

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
    ['PRAGMA user_version = 3', 'has format 3, and this program knows 2 at most: a newer version wrote it'],
    ['CREATE TABLE accounts (id)', 'is a database of something else'],
  ])('leaves a file alone after %s', (made, sentence) => {
    const path = newPath();
    const file = new Database(path);
    file.exec(made);
    expect(() => openAt(path)).toThrow(sentence);
    expect(file.pragma('journal_mode', { simple: true })).toBe('delete');
    file.close();
  });

  it('keeps a checksum with each event: a changed byte is named by verification and never read as an event', async () => {
    const path = newPath();
    const store = openAt(path);
    await store.append('register-a', 0, [anEvent(), anEvent()]);
    expect(await found(store)).toEqual([]);
    const file = new Database(path);
    const data = file.prepare('SELECT data FROM events WHERE version = 2').pluck().get() as Buffer;
    data[data.length - 1]! ^= 1;
    file.prepare('UPDATE events SET data = ? WHERE version = 2').run(data);
    file.close();
    expect(await found(store)).toEqual(['Event 2 of register-a, at position 000000000002, differs from its checksum.']);
    await expect(store.read({ stream: 'register-a' })).rejects.toThrow('The event log is damaged: event 2 of register-a');
    await store.close();
  });

  it.each([
    ['DROP INDEX events_by_id', ['log.sqlite lacks events_by_id.']],
    ['DROP INDEX events_by_category; CREATE INDEX events_by_category ON events (type)', ['log.sqlite lacks events_by_category.']],
    ['UPDATE events SET sum = NULL WHERE position = 2', ['Event 2 of register-a, at position 000000000002, has lost its checksum.']],
    [
      'UPDATE events SET category = type WHERE position = 1',
      ['Event 1 of register-a, at position 000000000001, is not found by its category.'],
    ],
    [
      `UPDATE names SET name = 'registes' WHERE name = 'register'`,
      [1, 2].map((n) => `Event ${n} of register-a, at position 00000000000${n}, is not found by its category.`),
    ],
    [
      `UPDATE names SET name = 'Figures' WHERE name = 'FiguresRecorded'`,
      [1, 2].map((n) => `Event ${n} of register-a, at position 00000000000${n}, differs from its checksum.`),
    ],
    [
      `UPDATE streams SET name = 'register-b'`,
      [1, 2].map((n) => `Event ${n} of register-b, at position 00000000000${n}, differs from its checksum.`),
    ],
    [
      'DELETE FROM streams',
      [1, 2].map((n) => `Event ${n} of a stream without a name, at position 00000000000${n}, differs from its checksum.`),
    ],
  ])('names damage of what lies beside the events: %s', async (changed, sentences) => {
    const path = newPath();
    const first = openAt(path);
    await first.append('register-a', 0, [anEvent(), anEvent()]);
    await first.close();
    const file = new Database(path);
    file.exec(changed);
    file.close();
    const store = openAt(path);
    expect(await found(store)).toEqual(sentences);
    await store.close();
  });

  it('names an event that is missing from the middle', async () => {
    const path = newPath();
    const store = openAt(path);
    await store.append('register-a', 0, [anEvent(), anEvent(), anEvent()]);
    const file = new Database(path);
    file.exec('DELETE FROM events WHERE version = 2');
    file.close();
    expect(await found(store)).toEqual([
      'The log has nothing between positions 000000000001 and 000000000003.',
      'Stream register-a ends at version 3 and holds 2 events.',
    ]);
    await store.close();
  });

  it('reads a log of format 1, whose events have no checksums, and gives new ones theirs', async () => {
    const path = newPath();
    const first = openAt(path);
    await first.append('register-a', 0, [anEvent()]);
    await first.close();
    const file = new Database(path);
    file.exec('ALTER TABLE events DROP COLUMN sum; PRAGMA user_version = 1');
    file.close();
    const store = openAt(path);
    await store.append('register-a', 1, [anEvent()]);
    expect((await store.read({ stream: 'register-a' })).map(({ version }) => version)).toEqual([1, 2]);
    expect(await found(store)).toEqual([]);
    await store.close();
  });

  it('says of a file that was cut short, or is none, what to do', async () => {
    const path = newPath();
    const store = openAt(path);
    for (let i = 0; i < 200; i++) await store.append(`register-${i}`, 0, [anEvent()]);
    await store.close();
    truncateSync(path, 16_384);
    expect(() => openAt(path)).toThrow(/The event log is damaged: .*Stop the app and restore the data folder from a backup/);
    writeFileSync(path, 'not a database at all, but long enough to be looked at as one '.repeat(50));
    expect(() => openAt(path)).toThrow('The event log is damaged');
  });

  it('says what to do of damage that is met at work, in a log too large to be looked through at start', async () => {
    const path = newPath();
    const first = openAt(path);
    for (let i = 0; i < 200; i++) await first.append(`register-${i}`, 0, [anEvent()]);
    await first.close();
    const pages = readFileSync(path);
    writeFileSync(path, pages.fill(0x5a, pages.length / 2));
    expect(() => lookOverLog(path)).toThrow(LogDamaged);
    lookOverLog(path, 0);
    const store = openAt(path);
    expect(store.damageMet()).toEqual([]);
    await expect(store.readAll('', 1_000)).rejects.toThrow(LogDamaged);
    expect(store.damageMet()).toEqual([
      expect.stringMatching(/^The event log is damaged: .*Stop the app and restore the data folder from a backup.*floor verify names/),
    ]);
    await store.close();
  });

  it('says so of an event of format 1, which has no checksum, where it can no longer be unpacked', async () => {
    const path = newPath();
    const store = openAt(path);
    await store.append('register-a', 0, [anEvent()]);
    const file = new Database(path);
    file.exec(`UPDATE events SET sum = NULL, data = x'ff5a'`);
    file.close();
    await expect(store.read({ stream: 'register-a' })).rejects.toThrow(
      'event 1 of register-a, at position 000000000001, can no longer be unpacked',
    );
    expect(store.damageMet()).toHaveLength(1);
    await store.close();
  });
});
