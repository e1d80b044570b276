import type { Position, StoredEvent } from '#libs/event-store';
import { PagesAhead } from './pages-ahead.js';

const eventAt = (n: number): StoredEvent => ({ position: String(n).padStart(6, '0') }) as StoredEvent;
const LIMIT = 100;

describe('pages read ahead', () => {
  let length: number;
  let asked: Position[];
  let fails: boolean;
  const read = async (position: Position, limit: number): Promise<StoredEvent[]> => {
    asked.push(position);
    if (fails) throw new Error('The server is away.');
    const from = Number(position);
    return Array.from({ length: Math.min(limit, length - from) }, (_, n) => eventAt(from + n + 1));
  };
  beforeEach(() => {
    length = 1_000;
    asked = [];
    fails = false;
  });

  it('give the log as it is, each page read once, the next one before it is asked for', async () => {
    const pages = new PagesAhead(read);
    const all: StoredEvent[] = [];
    for (let position = '000000'; all.length < 1_000; position = all.at(-1)!.position) all.push(...(await pages.page(position, LIMIT, [])));
    expect(all).toEqual(Array.from({ length: 1_000 }, (_, n) => eventAt(n + 1)));
    expect(asked).toEqual(Array.from({ length: 11 }, (_, n) => eventAt(n * LIMIT).position));
  });

  it('are not given when they were read before the log went on', async () => {
    const pages = new PagesAhead(read);
    length = 250;
    for (const position of ['000000', '000100']) await pages.page(position, LIMIT, []);
    length = 280; // After the page from 200 was read ahead.
    expect(await pages.page('000200', LIMIT, [])).toHaveLength(80);
  });

  it('are read for nobody who does not go on, or asks for a few', async () => {
    const pages = new PagesAhead(read);
    for (const position of ['000000', '000300', '000100']) await pages.page(position, LIMIT, []);
    for (const position of ['000500', '000501', '000502']) await pages.page(position, 1, ['breach']);
    expect(asked).toHaveLength(6);
  });

  it('fail for who asks for them, and are read anew by who asks again', async () => {
    const pages = new PagesAhead(read);
    await pages.page('000000', LIMIT, []);
    fails = true;
    await expect(pages.page('000100', LIMIT, [])).rejects.toThrow('away');
    fails = false;
    for (const position of ['000100', '000200']) expect(await pages.page(position, LIMIT, [])).toHaveLength(LIMIT);
    fails = true;
    expect(await pages.page('000300', LIMIT, [])).toHaveLength(LIMIT); // It was read in time; the one after it was not.
    await expect(pages.page('000400', LIMIT, [])).rejects.toThrow('away');
    fails = false;
    expect(await pages.page('000400', LIMIT, [])).toHaveLength(LIMIT);
  });
});
