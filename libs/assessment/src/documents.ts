import type { Work } from '#libs/event-feed';
import type { Put, ReadStore, Remove } from '#libs/read-store';

/** The documents of one batch: what was written in it is read before it is stored. */
export class Documents {
  private readonly pending = new Map<string, Put | Remove>();

  constructor(private readonly store: ReadStore) {}

  async get<T extends object>(collection: string, id: string): Promise<T | undefined> {
    return (await this.getMany<T>(collection, [id]))[0];
  }

  async getMany<T extends object>(collection: string, ids: readonly string[]): Promise<(T | undefined)[]> {
    const open = ids.filter((id) => !this.pending.has(key(collection, id)));
    const found = open.length > 0 ? await this.store.getMany<T>(collection, open) : [];
    const stored = new Map(open.map((id, i) => [id, found[i]]));
    return ids.map((id) => {
      const news = this.pending.get(key(collection, id));
      return news ? ('body' in news ? (news.body as T) : undefined) : stored.get(id);
    });
  }

  put<T extends { readonly id: string }>(collection: string, body: T): void {
    this.pending.set(key(collection, body.id), { collection, id: body.id, body });
  }

  remove(collection: string, id: string): void {
    this.pending.set(key(collection, id), { collection, id });
  }

  /** A try-out that keeps its writes to itself until it is taken over. */
  fork(): Documents {
    const fork = new Documents(this.store);
    for (const [id, write] of this.pending) fork.pending.set(id, write);
    return fork;
  }

  takeOver(fork: Documents): void {
    for (const [id, write] of fork.pending) this.pending.set(id, write);
  }

  work(): Work {
    const all = [...this.pending.values()];
    return { puts: all.filter((w): w is Put => 'body' in w), removes: all.filter((w): w is Remove => !('body' in w)) };
  }
}

const key = (collection: string, id: string): string => `${collection} ${id}`;
