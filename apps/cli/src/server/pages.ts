import type { FloorServer } from './floor-server.js';

/** A list as the API gives it, page by page. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | null;
}

const LIMIT = '1000';

/** Every item of a list, however many pages it has. */
export async function* pages<Item>(
  server: FloorServer,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): AsyncGenerator<Item> {
  for (let cursor: string | undefined; ;) {
    const page: Page<Item> = await server.get(path, { ...query, limit: LIMIT, cursor });
    yield* page.items;
    if (!page.next) return;
    cursor = page.next;
  }
}
