import { type Judgement, type JudgementPage } from '#libs/assessment';
import type { Catalogue } from '#libs/catalogue/view';
import { BadCursor } from '#libs/read-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { JudgementPages } from './judgement-pages.js';

const PREFIXES = Array.from({ length: 30 }, (_, i) => `E0100${10 + i}`);
const codesIn = (prefix: string): string[] => ['01', '05', '03'].map((end) => prefix + end);

/** Thirty documents of three areas each, as assessment cuts them by prefix. */
async function judged(): Promise<JudgementPages> {
  const store = new SqliteReadStore(':memory:');
  await store.define([{ name: 'judgements', fields: ['target', 'element', 'theme', 'period', 'prefix', 'periodEnd'] }]);
  const puts = PREFIXES.map((prefix) => {
    const areas = Object.fromEntries(codesIn(prefix).map((area) => [area, { target: 'T', element: 'e', area } as Judgement]));
    const body: Partial<JudgementPage> = { target: 'T', element: 'e', theme: 'crime', period: '2003-04', prefix, areas };
    const id = `T.e|F2003|${prefix}`;
    return { collection: 'judgements', id, body: { id, ...body } };
  });
  await store.write({ puts });
  const catalogue = { codesOf: (code: string) => [code], parentOf: () => undefined };
  return new JudgementPages(store, { upToDate: async () => catalogue } as unknown as Catalogue);
}

async function allOf(pages: JudgementPages, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await pages.ofPeriod({ period: '2003-04' }, limit, cursor);
    found.push(...items.map(({ area }) => area));
    if (next === null) return found;
    expect(items).toHaveLength(limit);
    cursor = next;
  }
}

describe('the judgements of a period', () => {
  it.each([1, 7, 60, 90, 1000])('are given each once and in order over many documents, %d at a time', async (limit) =>
    expect(await allOf(await judged(), limit)).toEqual(PREFIXES.flatMap((prefix) => codesIn(prefix).sort())),
  );

  it('of one area are looked for where its code says', async () => {
    const { items, next } = await (await judged()).ofPeriod({ period: '2003-04', area: 'E01002503' }, 10);
    expect([items.map(({ area }) => area), next]).toEqual([['E01002503'], null]);
  });

  it('refuse a cursor that no page gave out', async () => {
    const pages = await judged();
    await expect(pages.ofPeriod({ period: '2003-04' }, 10, 'x')).rejects.toThrow(BadCursor);
    await expect(pages.ofPeriod({ period: '2003-04' }, 10, 'x~y')).rejects.toThrow(BadCursor);
  });
});
