import type { Position, StoredEvent } from '#libs/event-store';

type ReadPage = (position: Position, limit: number, categories: readonly string[]) => Promise<StoredEvent[]>;

/** Where a reader was left, and the page after it, which is on its way. */
interface Ahead {
  readonly position: Position;
  readonly limit: number;
  readonly page?: Promise<StoredEvent[]>;
}

/** Fewer are not worth it, and whoever asks for one or two will not go on. */
const LIMIT_MIN = 50;

/**
 * Reads the next page of who goes through the log page by page, while the one before it is worked on: a rebuild then waits
 * for the server no more. Only a full page is given out: what was read before the log ended may not be all there is by now.
 */
export class PagesAhead {
  private readonly byCategories = new Map<string, Ahead>();

  constructor(private readonly read: ReadPage) {}

  async page(position: Position, limit: number, categories: readonly string[]): Promise<StoredEvent[]> {
    const key = JSON.stringify(categories);
    const ahead = this.byCategories.get(key);
    this.byCategories.delete(key); // Given out once, whether it came or failed.
    const goesOn = ahead !== undefined && ahead.position === position && ahead.limit === limit;
    let page = goesOn ? ((await ahead.page) ?? []) : [];
    if (page.length < limit) page = await this.read(position, limit, categories);
    if (page.length < limit || limit < LIMIT_MIN) return page;
    const next = page.at(-1)!.position;
    this.byCategories.set(key, { position: next, limit, page: goesOn ? this.begin(next, limit, categories) : undefined });
    return page;
  }

  private begin(position: Position, limit: number, categories: readonly string[]): Promise<StoredEvent[]> {
    const page = this.read(position, limit, categories);
    page.catch(() => undefined); // Thrown at who asks for it, if anybody does.
    return page;
  }
}
