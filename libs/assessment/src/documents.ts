import type { Work } from '#libs/event-feed';
import type { Put, ReadStore, Remove } from '#libs/read-store';
import { type Counted, countedOf, type PartnershipSummary, withCounted } from './domain/partnership-summary.js';
import { AREA_JUDGEMENTS, type AreaJudgement, PARTNERSHIP_SUMMARIES } from './pages.js';

/** The documents of one batch: what was written in it is read before it is stored. */
export class Documents {
  private readonly pending = new Map<string, Put | Remove>();

  constructor(
    private readonly store: ReadStore,
    /** What the summaries count of the stored judgements that were read. */
    private readonly counted: Map<string, Counted | undefined> = new Map(),
  ) {}

  async get<T extends object>(collection: string, id: string): Promise<T | undefined> {
    return (await this.getMany<T>(collection, [id]))[0];
  }

  async getMany<T extends object>(collection: string, ids: readonly string[]): Promise<(T | undefined)[]> {
    const open = ids.filter((id) => !this.pending.has(key(collection, id)));
    const found = open.length > 0 ? await this.store.getMany<T>(collection, open) : [];
    const stored = new Map(open.map((id, i) => [id, found[i]]));
    if (collection === AREA_JUDGEMENTS.name) this.remember(open, found as unknown as (AreaJudgement | undefined)[]);
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
    const fork = new Documents(this.store, this.counted);
    for (const [id, write] of this.pending) fork.pending.set(id, write);
    return fork;
  }

  takeOver(fork: Documents): void {
    for (const [id, write] of fork.pending) this.pending.set(id, write);
  }

  /** All that was written, and the summaries of the partnerships that it changes: counted here, whoever wrote it. */
  async work(): Promise<Work> {
    await this.summarise();
    const all = [...this.pending.values()];
    return { puts: all.filter((w): w is Put => 'body' in w), removes: all.filter((w): w is Remove => !('body' in w)) };
  }

  private remember(ids: readonly string[], found: readonly (AreaJudgement | undefined)[]): void {
    found.forEach((document, i) => this.counted.set(ids[i]!, document && countedOf(document)));
  }

  private async summarise(): Promise<void> {
    const news = [...this.pending.values()].filter(({ collection }) => collection === AREA_JUDGEMENTS.name);
    const unread = news.filter(({ id }) => !this.counted.has(id)).map(({ id }) => id);
    this.remember(unread, await this.store.getMany<AreaJudgement>(AREA_JUDGEMENTS.name, unread));
    const changes = news.flatMap((write) => {
      const before = this.counted.get(write.id);
      const after = 'body' in write ? countedOf(write.body as AreaJudgement) : undefined;
      return before && after && sameCounted(before, after) ? [] : [{ before, after }];
    });
    const homes = [...new Set(changes.flatMap(({ before, after }) => [before, after].flatMap((one) => one?.home ?? [])))];
    const stored = await this.getMany<PartnershipSummary>(PARTNERSHIP_SUMMARIES.name, homes);
    const summaries = new Map(homes.map((home, i) => [home, stored[i]]));
    const count = (one: Counted | undefined, by: 1 | -1): void => {
      if (one) summaries.set(one.home, withCounted(summaries.get(one.home), one, by));
    };
    for (const { before, after } of changes) {
      count(after, 1);
      count(before, -1);
    }
    for (const [home, summary] of summaries) {
      if (summary) this.put(PARTNERSHIP_SUMMARIES.name, summary);
      else this.remove(PARTNERSHIP_SUMMARIES.name, home);
    }
  }
}

const sameCounted = (a: Counted, b: Counted): boolean =>
  a.home === b.home && a.region === b.region && a.theme === b.theme && a.standing === b.standing;

const key = (collection: string, id: string): string => `${collection} ${id}`;
