import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ReadModelsDamaged } from '#libs/read-store';
import { setAsideDamaged, SqliteReadStore } from './index.js';

const PAGE_BYTES = 16_384;
let folder: string;
let path: string;
beforeEach(() => (path = join((folder = mkdtempSync(join(tmpdir(), 'read-damage-'))), 'read.sqlite')));
afterEach(() => rmSync(folder, { recursive: true }));
const now = new Date('2004-05-01T12:00:00Z');

async function filled(): Promise<SqliteReadStore> {
  const store = new SqliteReadStore(path);
  await store.define([{ name: 'towns', fields: ['region'] }]);
  await store.write({
    puts: [{ collection: 'towns', id: 'a', body: { region: 'N', figure: 117 } }],
    checkpoint: { reader: 'r', position: '7' },
  });
  return store;
}

async function found(store: SqliteReadStore): Promise<string[]> {
  const sentences: string[] = [];
  for await (const sentence of store.damage()) sentences.push(sentence);
  return sentences;
}

describe('damage of read models', () => {
  it.each([
    [`UPDATE "doc.towns" SET body = replace(body, '117', '116')`, 'Document a of towns differs from its checksum.'],
    [`UPDATE "doc.towns" SET "f.region" = 'S'`, 'Document a of towns is found under other fields than it has.'],
  ])('is named: %s', async (change, sentence) => {
    const store = await filled();
    expect(await found(store)).toEqual([]);
    const file = new Database(path);
    file.exec(change);
    file.close();
    expect(await found(store)).toEqual([sentence]);
    expect(await store.checkpoints()).toEqual([{ reader: 'r', position: '7' }]);
    await store.close();
  });

  it.each([
    ['DROP INDEX "ix.towns.region"', ['read.sqlite lacks "ix.towns.region".']],
    [
      'DROP TABLE "doc.towns"',
      ['read.sqlite lacks "doc.towns".', 'read.sqlite lacks "ix.towns.region".', expect.stringContaining('no such table')],
    ],
    [`DELETE FROM "_collections"`, ['read.sqlite holds "doc.towns", and no collection is defined so.']],
    [`DELETE FROM "_totals"`, ['Nothing says how many documents towns should hold.']],
    [`UPDATE "doc.towns" SET sum = NULL`, ['Collection towns holds other documents than were written.']],
  ])('is named beside the documents themselves: %s', async (change, sentences) => {
    const store = await filled();
    const file = new Database(path);
    file.exec(change);
    file.close();
    expect(await found(store)).toEqual(sentences);
    await store.close();
  });

  it('counts what an older program has written, once', async () => {
    await (await filled()).close();
    const file = new Database(path);
    file.exec(`DROP TABLE "_totals"; INSERT INTO "doc.towns" (id, body) VALUES ('b', '{}')`);
    file.close();
    const store = new SqliteReadStore(path);
    expect(await found(store)).toEqual([]);
    await store.write({ puts: [{ collection: 'towns', id: 'b', body: { region: 'S' } }] });
    expect(await found(store)).toEqual([]);
    await store.close();
  });

  it('that keeps a file from being read sets it aside under a name that says so; a sound one stays', async () => {
    await (await filled()).close();
    expect(setAsideDamaged(path, now)).toBeUndefined();
    const bytes = readFileSync(path).fill(0x5a, 0, 4096);
    writeFileSync(path, bytes);
    expect(setAsideDamaged(path, now)).toBe(`${path}.damaged-20040501120000`);
    expect(readdirSync(folder)).toEqual(['read.sqlite.damaged-20040501120000']);
    await (await filled()).close();
  });

  it('that is met at work says what to do, and the next start sets the file aside however large it is', async () => {
    await (await filled()).close();
    const store = new SqliteReadStore(path);
    expect(await store.checkpoint('r')).toBe('7');
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(statSync(path).size - PAGE_BYTES, 0x5a), 0, undefined, PAGE_BYTES);
    closeSync(file);
    expect(await store.damageMet()).toEqual([]);
    await expect(store.get('towns', 'a')).rejects.toThrow(ReadModelsDamaged);
    await expect(store.write({ puts: [{ collection: 'towns', id: 'b', body: {} }] })).rejects.toThrow(ReadModelsDamaged);
    expect(await store.damageMet()).toEqual([
      expect.stringMatching(
        /^The read models in .*read.sqlite are damaged \(.*\): .* Stop the app and start it again: it sets the file aside/,
      ),
    ]);
    await store.close();
    const tooLarge = 0;
    expect(setAsideDamaged(path, now, tooLarge)).toBe(`${path}.damaged-20040501120000`);
    const again = await filled();
    await again.close();
    expect(setAsideDamaged(path, now, tooLarge)).toBeUndefined();
  });

  it('that keeps a large file from being opened says so in one sentence, and the next start sets it aside', async () => {
    await (await filled()).close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0x5a, 200));
    expect(() => new SqliteReadStore(path)).toThrow(/^The read models in .*read.sqlite are damaged .* Stop the app and start it again/);
    expect(setAsideDamaged(path, now, 0)).toBe(`${path}.damaged-20040501120000`);
  });
});
