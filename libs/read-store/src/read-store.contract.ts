import fc from 'fast-check';
import { atOnceContract } from './at-once.contract.js';
import { DOCUMENT_BYTES_MAX } from './checks.js';
import { BadCursor, type Guards, type Put, type Query, ReadStore } from './read-store.js';

const TOWNS = { name: 'towns', fields: ['region', 'people'] };
const PAGES = { name: 'pages', fields: [] };

interface Town {
  readonly name: string;
  readonly region: string | null;
  readonly people: number | null;
}

const put = (collection: string, id: string, body: object, guards?: Guards): Put => ({ collection, id, body, guards });
const town = (id: string, region: string | null, people: number | null): Put => put('towns', id, { name: id, region, people });

/** Every page of a query, one after the other: their ids. */
async function allNames(store: ReadStore, query: Query): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.find<Town>('towns', { ...query, cursor });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return names;
}

async function idsOf(store: ReadStore, collection: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of store.ids(collection)) ids.push(id);
  return ids;
}

/** What every read store promises; `open` gives an empty one each time, and where one can be had `another` on the same documents. */
export function readStoreContract(
  name: string,
  open: () => Promise<ReadStore>,
  another: (store: ReadStore) => Promise<ReadStore> = async (store) => store,
): void {
  describe(`${name} as a read store`, () => {
    let store: ReadStore;
    let second: ReadStore;
    beforeEach(async () => {
      store = await open();
      second = await another(store);
      await store.define([TOWNS, PAGES]);
    });
    afterEach(async () => {
      if (second !== store) await second.close();
      await store.close();
    });

    documents(() => store);
    describe('asked', () => questions(() => store));
    guards(() => store);
    batches(() => store);
    describe('where documents are seen at once', () =>
      atOnceContract(
        () => store,
        () => second,
      ));
  });
}

function documents(store: () => ReadStore): void {
  it('gives back what was put, whole', async () => {
    const body = { name: "O'Brien's \u{1F3D8} town", region: null, people: 0.1, nested: { list: [1, null, 'x'], __proto__: null } };
    await store().write({ puts: [put('towns', 'a', body)] });
    expect(await store().get('towns', 'a')).toEqual(JSON.parse(JSON.stringify(body)));
    expect(await store().get('towns', 'b')).toBeUndefined();
  });

  it('refuses a document that is larger than every adapter takes, measured in bytes, and writes nothing of its batch', async () => {
    const withText = (text: string): object => ({ text });
    const longest = 'x'.repeat(DOCUMENT_BYTES_MAX - JSON.stringify(withText('')).length);
    await store().write({ puts: [put('pages', 'a', withText(longest))] });
    expect((await store().get<{ text: string }>('pages', 'a'))!.text).toHaveLength(longest.length);
    const twoBytes = withText(`${longest.slice(1)}é`);
    await expect(store().write({ puts: [put('pages', 'b', {}), put('pages', 'c', twoBytes)] })).rejects.toThrow(RangeError);
    expect(await store().getMany('pages', ['b', 'c'])).toEqual([undefined, undefined]);
  });

  it('gives many in the order asked, undefined where there is none', async () => {
    await store().write({ puts: [town('a', 'N', 1), town('b', 'N', 2)] });
    const found = await store().getMany<Town>('towns', ['b', 'none', 'a', 'b']);
    expect(found.map((one) => one?.name)).toEqual(['b', undefined, 'a', 'b']);
  });

  it('replaces a document whole, and removes one', async () => {
    await store().write({ puts: [town('a', 'N', 1), town('b', 'N', 2)] });
    await store().write({ puts: [put('towns', 'a', { name: 'a' })], removes: [{ collection: 'towns', id: 'b' }] });
    expect(await store().get('towns', 'a')).toEqual({ name: 'a' });
    expect(await store().count('towns')).toBe(1);
    expect(await store().count('towns', { region: 'N' })).toBe(0);
  });

  it('lists its collections, and the ids of each in order, however many', async () => {
    const ids = Array.from({ length: 1_203 }, (_, i) => `id-${String(i).padStart(4, '0')}`);
    await store().write({ puts: ids.toReversed().map((id) => town(id, 'N', 1)) });
    expect(await store().collectionNames()).toEqual(expect.arrayContaining(['pages', 'towns']));
    expect([await idsOf(store(), 'towns'), await idsOf(store(), 'pages')]).toEqual([ids, []]);
  });

  it('can be defined again, with a new field that finds what is there already', async () => {
    await store().write({ puts: [town('a', 'N', 1), town('b', 'S', 2)] });
    await store().define([TOWNS]);
    await store().define([{ name: 'towns', fields: ['region', 'people', 'name'] }]);
    expect((await store().find<Town>('towns', { where: { name: 'b' }, limit: 5 })).items).toMatchObject([{ name: 'b' }]);
  });

  it('refuses names that are no names, collections that nobody defined and fields that nobody declared', async () => {
    for (const bad of ['', 'A', '1a', 'a"b', 'a b', 'x'.repeat(42)]) {
      await expect(store().define([{ name: bad, fields: [] }])).rejects.toThrow();
      await expect(store().define([{ name: 'good', fields: [bad] }])).rejects.toThrow();
    }
    await expect(store().get('nowhere', 'a')).rejects.toThrow();
    await expect(store().find('towns', { where: { name: 'a' }, limit: 1 })).rejects.toThrow();
    await expect(store().write({ puts: [town('a', 'N', true as unknown as number)] })).rejects.toThrow(TypeError);
  });
}

function questions(store: () => ReadStore): void {
  beforeEach(() =>
    store().write({
      puts: [town('a', 'N', 30), town('b', 'S', 10), town('c', null, 20), town('d', 'N', null), town('e', 'S', 20), town('f', 'M', null)],
    }),
  );

  it.each<[string, Query, string]>([
    ['equality', { where: { region: 'N' }, limit: 9 }, 'ad'],
    ['one of several', { where: { region: ['N', 'M', 'Q'] }, limit: 9 }, 'adf'],
    ['one of none', { where: { region: [] }, limit: 9 }, ''],
    ['null', { where: { region: null }, limit: 9 }, 'c'],
    ['two fields', { where: { region: 'S', people: 20 }, limit: 9 }, 'e'],
    ['at most', { atMost: { people: 20 }, limit: 9 }, 'bce'],
    ['at least and at most', { atLeast: { people: 20 }, atMost: { people: 29 }, limit: 9 }, 'ce'],
    ['at least of text', { atLeast: { region: 'N' }, limit: 9 }, 'abde'],
    ['a sort with ties by id and nulls first', { sort: 'people', limit: 9 }, 'dfbcea'],
    ['the same backwards', { sort: 'people', descending: true, limit: 9 }, 'aecbfd'],
    ['ids backwards', { descending: true, limit: 9 }, 'fedcba'],
  ])('finds by %s', async (_, query, names) => {
    expect((await allNames(store(), query)).join('')).toBe(names);
  });

  it('gives the same documents in pages of any size', async () => {
    for (const sort of [undefined, 'people', 'region']) {
      for (const descending of [false, true]) {
        const whole = await allNames(store(), { sort, descending, limit: 1_000 });
        for (const limit of [1, 2, 3, 6]) expect(await allNames(store(), { sort, descending, limit })).toEqual(whole);
      }
    }
  });

  it('ends with a null cursor, also when the last page is full', async () => {
    expect((await store().find('towns', { limit: 6 })).next).toBeNull();
    expect((await store().find('towns', { limit: 5 })).next).not.toBeNull();
  });

  it('refuses a cursor that it did not give out, or gave out for another order', async () => {
    const { next } = await store().find('towns', { sort: 'people', limit: 2 });
    const foreign = ['', 'x', '!!', Buffer.from('[1,2]').toString('base64url'), Buffer.from('{}').toString('base64url'), 'a'.repeat(9_000)];
    for (const cursor of foreign) await expect(store().find('towns', { limit: 2, cursor })).rejects.toThrow(BadCursor);
    await expect(store().find('towns', { sort: 'region', limit: 2, cursor: next! })).rejects.toThrow(BadCursor);
    await expect(store().find('towns', { sort: 'people', descending: true, limit: 2, cursor: next! })).rejects.toThrow(BadCursor);
  });

  it('refuses a limit outside 1 to 1,000', async () => {
    for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) await expect(store().find('towns', { limit })).rejects.toThrow(RangeError);
  });

  it('counts', async () => {
    expect(await store().count('towns')).toBe(6);
    expect(await store().count('towns', { region: ['N', 'S'] })).toBe(4);
  });
}

function guards(store: () => ReadStore): void {
  const page = async () => (await store().get<{ text: string }>('pages', 'p'))?.text;
  const write = (text: string, guards?: Guards) => store().write({ puts: [put('pages', 'p', { text }, guards)] });

  it('leaves out what was applied already', async () => {
    await write('one', { a: 1 });
    await write('again', { a: 1 });
    expect(await page()).toBe('one');
  });

  it('leaves out what is older, and takes what is newer in one stream and older in none', async () => {
    await write('first', { a: 2, b: 5 });
    await write('late', { a: 1, b: 5 });
    await write('torn', { a: 3, b: 4 });
    expect(await page()).toBe('first');
    await write('newer', { a: 3, b: 5 });
    expect(await page()).toBe('newer');
  });

  it('takes a stream that it has not seen, and keeps the guard of one that is not named', async () => {
    await write('first', { a: 2 });
    await write('joined', { b: 1 });
    expect(await page()).toBe('joined');
    await write('late', { a: 2 });
    expect(await page()).toBe('joined');
  });

  it('takes an unguarded put always, and a guarded one after it', async () => {
    await write('guarded', { a: 7 });
    await write('plain');
    await write('back', { a: 1 });
    expect(await page()).toBe('back');
  });

  it('is not misled by streams named like properties of objects', async () => {
    await write('one', { constructor: 1, toString: 2 });
    await write('late', { constructor: 1 });
    expect(await page()).toBe('one');
  });

  it('compares guards within one batch too', async () => {
    const puts = [3, 1, 2].map((version) => put('pages', 'p', { text: `v${version}` }, { a: version }));
    await store().write({ puts });
    expect(await page()).toBe('v3');
  });

  it('ends in the same documents in whatever order, and however often, guarded puts come', async () => {
    const streams = ['a', 'b', 'c'];
    const history = fc.array(fc.record({ doc: fc.nat(2), stream: fc.nat(2) }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (steps, numbers) => {
        const versions = [0, 1, 2].map(() => [0, 0, 0]);
        const puts = steps.map(({ doc, stream }, step) => {
          const at = versions[doc]!;
          at[stream] = at[stream]! + 1;
          return put('pages', `doc${doc}`, { step }, Object.fromEntries(streams.map((name, i) => [name, at[i]!])));
        });
        const shuffled = [...puts, ...puts].map((one) => ({ one, at: numbers.next().value as number }));
        const expected = new Map(puts.map(({ id, body }) => [id, body]));
        await store().drop(['pages'], []);
        for (const { one } of shuffled.sort((x, y) => x.at - y.at)) await store().write({ puts: [one] });
        for (const [id, body] of expected) expect(await store().get('pages', id)).toEqual(body);
      }),
      { numRuns: 60 },
    );
  });
}

function batches(store: () => ReadStore): void {
  it('keeps a checkpoint for each reader', async () => {
    expect(await store().checkpoint('series')).toBeUndefined();
    await store().write({ puts: [town('a', 'N', 1)], checkpoint: { reader: 'series', position: '000007' } });
    await store().write({ puts: [], checkpoint: { reader: 'alerts', position: '000009' } });
    expect(await store().checkpoint('series')).toBe('000007');
    expect(await store().checkpoint('alerts')).toBe('000009');
  });

  it('empties collections and forgets readers, and leaves the others', async () => {
    await store().write({ puts: [town('a', 'N', 1), put('pages', 'p', {}, { a: 9 })], checkpoint: { reader: 'series', position: '1' } });
    await store().write({ puts: [], checkpoint: { reader: 'alerts', position: '2' } });
    await store().drop(['pages'], ['series']);
    expect(await store().count('pages')).toBe(0);
    expect(await store().count('towns')).toBe(1);
    expect(await store().checkpoint('series')).toBeUndefined();
    expect(await store().checkpoint('alerts')).toBe('2');
    await store().write({ puts: [put('pages', 'p', { text: 'anew' }, { a: 1 })] });
    expect(await store().get('pages', 'p')).toEqual({ text: 'anew' });
  });
}
