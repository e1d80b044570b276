const AT_ONCE = 1_000;

/** All ids, page by page; `after` gives the next ones after an id, in order. */
export async function* idsByPages(after: (id: string, limit: number) => Promise<readonly string[]>): AsyncGenerator<string> {
  for (let last = ''; ;) {
    const some = await after(last, AT_ONCE);
    yield* some;
    if (some.length < AT_ONCE) return;
    last = some.at(-1)!;
  }
}
