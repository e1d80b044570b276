import { type GreatWork, Overtaken, type Put, type ReadStore } from './read-store.js';

const SERIES = { name: 'series', fields: ['area', 'edition'], atOnce: true };
const TOTALS = { name: 'totals', fields: ['edition'], atOnce: true };
const NOTES = { name: 'notes', fields: ['edition'] };
const MANY = 2_000;
const PART = 250;

interface Page {
  readonly area: string;
  readonly edition: number;
}

const idOf = (i: number): string => `p${String(i).padStart(5, '0')}`;
const page = (i: number, edition: number): Put => ({ collection: 'series', id: idOf(i), body: { area: `area-${i % 7}`, edition } });
const pages = (edition: number, count: number): Put[] => Array.from({ length: count }, (_, i) => page(i, edition));
const at = (position: string) => ({ reader: 'series', position });

async function setDown(work: GreatWork, puts: readonly Put[]): Promise<void> {
  for (let from = 0; from < puts.length; from += PART) await work.add(puts.slice(from, from + PART));
}

async function idsOf(store: ReadStore, collection: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of store.ids(collection)) ids.push(id);
  return ids;
}

/** What is promised of collections that are seen at once; `another` is a second store on the same documents. */
export function atOnceContract(store: () => ReadStore, another: () => ReadStore): void {
  beforeEach(() => store().define([SERIES, TOTALS, NOTES]));
  greatWorks(store, another);
  lateness(store);
  describe('while a reader looks', () => looks(store, another));

  it('writes, replaces and removes in one batch, the last of a batch counting', async () => {
    await store().write({ puts: [page(1, 1), page(2, 1), page(1, 2)] });
    expect(await store().getMany<Page>('series', [idOf(1), idOf(2)])).toMatchObject([{ edition: 2 }, { edition: 1 }]);
    const removes = [1, 9].map((i) => ({ collection: 'series', id: idOf(i) }));
    await store().write({ puts: [page(2, 3), page(1, 3)], removes, checkpoint: at('1') });
    expect(await store().getMany<Page>('series', [idOf(1), idOf(2)])).toMatchObject([undefined, { edition: 3 }]);
    expect(await store().get('series', idOf(1))).toBeUndefined();
    expect([await store().count('series'), await store().checkpoint('series')]).toEqual([1, '1']);
    await store().write({ puts: [page(1, 4)] });
    expect(await store().count('series')).toBe(2);
  });

  it('takes no guards where documents are seen at once', async () => {
    await expect(store().write({ puts: [{ ...page(1, 1), guards: { a: 1 } }] })).rejects.toThrow(TypeError);
    const work = await store().beginGreatWork(['series']);
    await expect(work.add([{ ...page(1, 1), guards: { a: 1 } }])).rejects.toThrow(TypeError);
    await expect(work.add([{ collection: 'totals', id: 'a', body: {} }])).rejects.toThrow('not begun');
    await expect(store().beginGreatWork(['notes'])).rejects.toThrow('at once');
  });
}

function greatWorks(store: () => ReadStore, another: () => ReadStore): void {
  it('shows what a great work set down from the write on that promotes it, with its checkpoint', async () => {
    await store().write({ puts: [page(1, 1), page(2, 1)], checkpoint: at('5') });
    const work = await store().beginGreatWork(['series']);
    await work.add([page(1, 2), page(3, 2)]);
    await work.add([page(3, 3)]);
    const three = () => store().getMany<Page>('series', [1, 2, 3].map(idOf));
    expect(await three()).toMatchObject([{ edition: 1 }, { edition: 1 }, undefined]);
    expect([await store().get('series', idOf(3)), await store().count('series')]).toEqual([undefined, 2]);
    expect((await store().find<Page>('series', { limit: 9 })).items).toMatchObject([{ edition: 1 }, { edition: 1 }]);
    const note = { collection: 'notes', id: 'n', body: { edition: 2 } };
    await store().write({ puts: [note], promote: work, checkpoint: at('7') });
    expect(await three()).toMatchObject([{ edition: 2 }, { edition: 1 }, { edition: 3 }]);
    expect((await store().find<Page>('series', { where: { edition: [2, 3] }, limit: 9 })).items).toHaveLength(2);
    expect([await store().count('series'), await store().count('series', { edition: 1 })]).toEqual([3, 1]);
    expect([await store().checkpoint('series'), await store().get('notes', 'n')]).toEqual(['7', { edition: 2 }]);
  });

  it('never shows what a work set down that was given up, or whose writer died', async () => {
    const died = await another().beginGreatWork(['series']);
    await died.add([page(1, 1), page(2, 1)]);
    expect(await idsOf(store(), 'series')).toEqual([]);
    const work = await store().beginGreatWork(['series']);
    await work.add([page(2, 2)]);
    await store().write({ puts: [], promote: work, checkpoint: at('1') });
    expect(await store().getMany<Page>('series', [idOf(1), idOf(2)])).toMatchObject([undefined, { edition: 2 }]);
    expect([await store().count('series'), (await store().find('series', { limit: 9 })).items.length]).toEqual([1, 1]);
    expect(await idsOf(store(), 'series')).toEqual([idOf(2)]);
    await store().write({ puts: [page(1, 3)] });
    expect(await store().get('series', idOf(1))).toMatchObject({ edition: 3 });
  });

  it('lets no writer that slept show half of its own work or spoil the work of who came after', async () => {
    const slept = await another().beginGreatWork(['series', 'totals']);
    await slept.add([page(1, 1), page(2, 1)]);
    const work = await store().beginGreatWork(['series']);
    await work.add([page(1, 2)]);
    await slept.add([page(1, 1), page(3, 1)]).catch((error: unknown) => expect(error).toBeInstanceOf(Overtaken));
    await expect(another().write({ puts: [], promote: slept, checkpoint: at('3') })).rejects.toThrow(Overtaken);
    await store().write({ puts: [], promote: work, checkpoint: at('3') });
    await slept.add([page(1, 1)]).catch((error: unknown) => expect(error).toBeInstanceOf(Overtaken));
    expect((await store().find<Page>('series', { limit: 9 })).items).toMatchObject([{ edition: 2 }]);
    expect(await another().get('series', idOf(1))).toMatchObject({ edition: 2 });
  });
}

function lateness(store: () => ReadStore): void {
  it('changes nothing by a batch that lies behind the checkpoint of its reader', async () => {
    const note = (edition: number): Put => ({ collection: 'notes', id: 'n', body: { edition } });
    await store().write({ puts: [note(2), page(1, 2)], checkpoint: at('000009') });
    await store().write({ puts: [note(1), page(1, 1), page(2, 1)], checkpoint: at('000008') });
    await store().write({ puts: [], removes: [note(0), page(1, 0)], checkpoint: at('000008') });
    const work = await store().beginGreatWork(['series']);
    await work.add([page(1, 1)]);
    await store().write({ puts: [], promote: work, checkpoint: at('000008') });
    await store().write({ puts: [], checkpoint: at('') });
    expect([await store().get('notes', 'n'), await store().get('series', idOf(1))]).toMatchObject([{ edition: 2 }, { edition: 2 }]);
    expect([await store().count('series'), await store().checkpoint('series')]).toEqual([1, '000009']);
    await store().write({ puts: [note(3), page(1, 3)], checkpoint: at('000009') });
    expect([await store().get('notes', 'n'), await store().get('series', idOf(1))]).toMatchObject([{ edition: 3 }, { edition: 3 }]);
  });

  it('knows of no lateness between readers, nor after a rebuild', async () => {
    await store().write({ puts: [page(1, 1)], checkpoint: at('9') });
    await store().write({ puts: [page(1, 2)], checkpoint: { reader: 'other', position: '1' } });
    expect(await store().get('series', idOf(1))).toMatchObject({ edition: 2 });
    await store().drop(['series', 'notes'], ['series']);
    await store().write({ puts: [page(1, 3)], checkpoint: at('1') });
    expect([await store().get('series', idOf(1)), await store().checkpoint('series')]).toMatchObject([{ edition: 3 }, '1']);
  });
}

function looks(store: () => ReadStore, another: () => ReadStore): void {
  const editions = (found: readonly (Page | undefined)[]): number[] => [...new Set(found.map((one) => one?.edition ?? 0))];
  const ids = Array.from({ length: MANY }, (_, i) => idOf(i));
  const sights: [string, () => Promise<number[]>][] = [
    ['all by id', async () => editions(await another().getMany<Page>('series', ids.slice(0, 300)))],
    ['one by one', async () => [(await another().get<Page>('series', idOf(0)))!.edition]],
    ['a page in an order', async () => editions((await another().find<Page>('series', { sort: 'area', limit: 900 })).items)],
    ['backwards', async () => editions((await another().find<Page>('series', { descending: true, limit: 200 })).items)],
    ['an area', async () => editions((await another().find<Page>('series', { where: { area: 'area-3' }, limit: 900 })).items)],
    ['a count', async () => ((await another().count('series')) === MANY ? [] : [-1])],
  ];

  /** Looks on and on until the work is done: what it saw, look by look. */
  async function lookOn(work: Promise<void>): Promise<number[][]> {
    const seen: number[][] = [];
    let isDone = false;
    const ended = work.finally(() => (isDone = true));
    for (let i = 0; !isDone; i++) seen.push(await sights[i % sights.length]![1]());
    await ended;
    for (const [, look] of sights) seen.push(await look());
    return seen;
  }

  it('shows all of a great work or nothing of it, and never the old after the new', async () => {
    await setDownAndShow(1, '1');
    const seen = await lookOn(setDownAndShow(2, '2'));
    expect(seen.filter((one) => one.length > 1)).toEqual([]);
    const order = seen.flat();
    expect(order).toEqual([...order].sort());
    expect([order[0], order.at(-1)]).toEqual([1, 2]);
  });

  it('shows all of a small batch or nothing of it', async () => {
    await setDownAndShow(1, '1');
    const write = async () => {
      for (let edition = 2; edition < 8; edition++) {
        const total = { collection: 'totals', id: 't', body: { edition } };
        await store().write({ puts: [...pages(edition, 60), total], checkpoint: at(String(edition)) });
      }
    };
    const few = ids.slice(0, 60);
    const seen: number[][] = [];
    let isDone = false;
    const writing = write().finally(() => (isDone = true));
    while (!isDone) seen.push(editions(await another().getMany<Page>('series', few)));
    await writing;
    seen.push(editions(await another().getMany<Page>('series', few)));
    expect(seen.filter((one) => one.length > 1)).toEqual([]);
    expect(seen.flat()).toEqual([...seen.flat()].sort());
    expect([seen.at(-1), await store().get('totals', 't')]).toEqual([[7], { edition: 7 }]);
  });

  async function setDownAndShow(edition: number, position: string): Promise<void> {
    const work = await store().beginGreatWork(['series']);
    await setDown(work, pages(edition, MANY));
    await store().write({ puts: [], promote: work, checkpoint: at(position) });
  }
}
