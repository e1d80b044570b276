import { jest } from '@jest/globals';
import { connectMongo, type MongoConnection } from '#libs/mongodb';
import { Overtaken, type Put } from '#libs/read-store';
import { dropDatabases, freshDatabase, mongoUrl } from '../../../../test/servers/mongodb/named-server.js';
import { MongoReadStore } from './mongo-read-store.js';
import { StateDocument } from './state-document.js';
import type { Stored } from './stored.js';
import { MongoWork } from './works.js';

const PAGES = { name: 'pages', fields: ['area', 'edition'], atOnce: true };
const NOTES = { name: 'notes', fields: ['edition'] };
const COUNT = 600;

const idOf = (i: number): string => `p${String(i).padStart(4, '0')}`;
const pages = (edition: number, count = COUNT): Put[] =>
  Array.from({ length: count }, (_, i) => ({ collection: 'pages', id: idOf(i), body: { area: `a${i % 5}`, edition } }));
const note = (id: string, edition: number): Put => ({ collection: 'notes', id, body: { edition } });
const at = (position: string) => ({ reader: 'r', position });

const databases: string[] = [];
afterAll(() => dropDatabases(databases));

let connections: MongoConnection[];
let a: MongoReadStore;
let b: MongoReadStore;
async function instance(): Promise<MongoReadStore> {
  connections.push(await connectMongo(mongoUrl(), databases.at(-1)!));
  return new MongoReadStore(connections.at(-1)!);
}
const documents = () => connections[0]!.db.collection<Stored>('pages');
const setDown = () => documents().countDocuments({ pn: { $exists: true } });

beforeEach(async () => {
  databases.push(freshDatabase());
  connections = [];
  a = await instance();
  b = await instance();
  await a.define([PAGES, NOTES]);
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const { close } of connections) await close();
});

/** What another instance sees of the pages, in every way that it can be asked. */
async function seen(store: MongoReadStore): Promise<unknown> {
  const all = await store.getMany<{ edition: number }>('pages', [0, 1, COUNT - 1].map(idOf));
  const area = await store.find<{ edition: number }>('pages', { where: { area: 'a1' }, sort: 'edition', limit: 1_000 });
  return {
    editions: [...new Set([...all, ...area.items].map((one) => one?.edition))],
    found: area.items.length,
    one: await store.get('pages', idOf(7)),
    counts: [await store.count('pages'), await store.count('pages', { edition: 2 })],
  };
}
const allOf = (edition: number) => ({
  editions: [edition],
  found: COUNT / 5,
  one: { area: 'a2', edition },
  counts: [COUNT, edition === 2 ? COUNT : 0],
});

describe('a writer that dies', () => {
  beforeEach(() => a.write({ puts: pages(1), checkpoint: at('1') }));
  const dieBefore = (step: 'fold' | 'commit'): void => {
    const died = () => Promise.reject(new Error('killed'));
    if (step === 'fold') jest.spyOn(MongoWork.prototype, 'fold').mockImplementationOnce(died);
    else jest.spyOn(StateDocument.prototype, 'commit').mockImplementationOnce(died);
  };

  it('before its batch is shown leaves the old to be seen, and the batch comes again', async () => {
    dieBefore('commit');
    await expect(a.write({ puts: pages(2), checkpoint: at('2') })).rejects.toThrow('killed');
    expect(await seen(b)).toEqual(allOf(1));
    expect(await b.checkpoint('r')).toBe('1');
    await b.write({ puts: pages(2), checkpoint: at('2') });
    expect(await seen(a)).toEqual(allOf(2));
    expect(await setDown()).toBe(0);
  });

  it.each(['define', 'write', 'great work'])(
    'after its batch was shown leaves the new to be seen, and the next %s puts it in its place',
    async (next) => {
      dieBefore('fold');
      await expect(a.write({ puts: pages(2), checkpoint: at('2') })).rejects.toThrow('killed');
      expect(await seen(b)).toEqual(allOf(2));
      expect([await b.checkpoint('r'), await setDown()]).toEqual(['2', COUNT]);
      if (next === 'define') await b.define([PAGES]);
      else if (next === 'write') await b.write({ puts: pages(2, 1) });
      else await b.beginGreatWork(['pages']);
      expect(await setDown()).toBe(0);
      expect(await seen(b)).toEqual(allOf(2));
      expect(await seen(a)).toEqual(allOf(2));
    },
  );

  it('half-way in putting it in its place leaves the new to be seen', async () => {
    dieBefore('fold');
    await expect(a.write({ puts: pages(2), checkpoint: at('2') })).rejects.toThrow('killed');
    const half = { _id: { $lt: idOf(COUNT / 2) } };
    await documents().updateMany(half, { $rename: { pb: 'b', pf: 'f', pn: 'n' } });
    expect(await seen(b)).toEqual(allOf(2));
    const backwards = { sort: 'area', descending: true, limit: 130 };
    const first = await b.find<{ area: string }>('pages', backwards);
    const second = await b.find<{ area: string }>('pages', { ...backwards, cursor: first.next! });
    const rest = await b.find('pages', { ...backwards, limit: 1_000, cursor: second.next! });
    expect([...first.items, ...second.items].map(({ area }) => area)).toEqual([
      ...Array(120).fill('a4'),
      ...Array(120).fill('a3'),
      ...Array(20).fill('a2'),
    ]);
    expect([first.items.length, second.items.length, rest.items.length]).toEqual([130, 130, COUNT - 260]);
    await b.write({ puts: pages(3), checkpoint: at('3') });
    expect(await seen(a)).toEqual(allOf(3));
  });

  it('leaves removals to be seen as such', async () => {
    dieBefore('fold');
    const removes = pages(1).slice(10);
    await expect(a.write({ puts: pages(2, 10), removes })).rejects.toThrow('killed');
    expect([await b.count('pages'), (await b.find('pages', { limit: 99 })).items.length]).toEqual([10, 10]);
    expect([await b.get('pages', idOf(3)), await b.get('pages', idOf(11))]).toEqual([{ area: 'a3', edition: 2 }, undefined]);
    await b.define([PAGES]);
    expect(await documents().countDocuments()).toBe(10);
  });

  it('of a great work leaves nothing behind once the next has begun', async () => {
    const work = await a.beginGreatWork(['pages']);
    await work.add([...pages(2, 50), { collection: 'pages', id: 'new', body: { area: 'a1', edition: 2 } }]);
    await b.beginGreatWork(['pages']);
    expect([await setDown(), await documents().countDocuments()]).toEqual([0, COUNT]);
    expect(await seen(a)).toEqual(allOf(1));
  });
});

describe('a writer that sleeps', () => {
  beforeEach(() => a.write({ puts: [...pages(1), note('kept', 1), note('gone', 1)], checkpoint: at('1') }));

  /** The instance looks where its reader stands, sleeps while this happens, and goes on. */
  const meanwhile = (method: 'standingOf' | 'commit' | 'forget', happens: () => Promise<unknown>): void => {
    const original = StateDocument.prototype[method] as (...args: unknown[]) => Promise<never>;
    jest.spyOn(StateDocument.prototype, method).mockImplementationOnce(async function (this: StateDocument, ...args: unknown[]) {
      if (method === 'commit') await happens();
      const answer = await original.apply(this, args);
      if (method !== 'commit') await happens();
      return answer;
    });
  };
  const later = () =>
    b.write({ puts: [...pages(3), note('kept', 3)], removes: [{ collection: 'notes', id: 'gone' }], checkpoint: at('3') });

  it.each(['standingOf', 'commit'] as const)('changes nothing that a later batch wrote, fallen asleep at %s', async (method) => {
    meanwhile(method, later);
    await a.write({
      puts: [...pages(2), note('kept', 2), note('gone', 2)],
      removes: [{ collection: 'notes', id: 'kept' }],
      checkpoint: at('2'),
    });
    expect(await seen(b)).toEqual(allOf(3));
    expect([await b.get('notes', 'kept'), await b.get('notes', 'gone')]).toEqual([{ edition: 3 }, undefined]);
    expect([await b.count('notes'), (await b.find('notes', { limit: 9 })).items.length, await b.checkpoint('r')]).toEqual([1, 1, '3']);
  });

  it('through a rebuild moves no checkpoint, and hears of it', async () => {
    await a.checkpoint('r');
    await b.drop(['pages', 'notes'], ['r']);
    await expect(a.write({ puts: pages(9), checkpoint: at('9') })).rejects.toThrow(Overtaken);
    meanwhile('standingOf', () => b.drop(['pages', 'notes'], ['r']));
    await a.checkpoint('r');
    await expect(a.write({ puts: pages(9), checkpoint: at('9') })).rejects.toThrow(Overtaken);
    expect([await b.checkpoint('r'), await b.count('pages')]).toEqual([undefined, 0]);
    await b.write({ puts: [...pages(2), note('kept', 2)], checkpoint: at('2') });
    expect(await seen(a)).toEqual(allOf(2));
    expect(await b.get('notes', 'kept')).toEqual({ edition: 2 });
  });

  it('in emptying takes nothing of what another has rebuilt since', async () => {
    const rebuilt = async (): Promise<void> => {
      await b.drop(['pages', 'notes'], ['r']);
      await b.write({ puts: [...pages(2), note('kept', 2)], checkpoint: at('1') });
      const work = await b.beginGreatWork(['pages']);
      await work.add(pages(3));
      await b.write({ puts: [], promote: work, checkpoint: at('2') });
      await b.write({ puts: pages(4, 1).map((put) => ({ ...put, id: 'late' })), checkpoint: at('3') });
      await b.beginGreatWork(['pages']).then((begun) => begun.add(pages(5)));
    };
    meanwhile('forget', rebuilt);
    await a.drop(['pages', 'notes'], ['r']);
    expect([await b.count('pages', { edition: 3 }), await b.count('pages'), await b.count('notes')]).toEqual([COUNT, COUNT + 1, 1]);
    expect(await b.checkpoint('r')).toBe('3');
    await a.drop(['pages', 'notes'], ['r']);
    expect([await b.count('pages'), await documents().countDocuments(), await b.count('notes')]).toEqual([0, 0, 0]);
  });

  it('in putting its work in place spoils nothing of a later one', async () => {
    const fold = MongoWork.prototype.fold;
    jest.spyOn(MongoWork.prototype, 'fold').mockImplementationOnce(async function (this: MongoWork) {
      await b.write({ puts: pages(3, COUNT - 1), removes: [{ collection: 'pages', id: idOf(COUNT - 1) }], checkpoint: at('3') });
      await fold.call(this);
    });
    await a.write({ puts: pages(2), checkpoint: at('2') });
    expect([await b.count('pages'), await b.count('pages', { edition: 3 }), await setDown()]).toEqual([COUNT - 1, COUNT - 1, 0]);
    expect(await b.get('pages', idOf(COUNT - 1))).toBeUndefined();
  });
});
