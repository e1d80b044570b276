import type { EventStore, StoredEvent } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import type { Batch, ReadStore } from '#libs/read-store';
import { EventFeed } from '../event-feed.js';
import { FeedProgress } from '../feed-progress.js';
import type { Pace } from '../pace.js';
import { Reader, type Work } from '../reader.js';

/** A clock that stands still until it is moved. */
export class SetClock extends Clock {
  ms = Date.parse('2104-05-01T09:00:00Z');
  now(): Date {
    return new Date(this.ms);
  }
}

/** What SQLite says when another connection holds the lock. */
export function busy(): Error {
  return Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
}

interface Total {
  readonly id: string;
  readonly sum: number;
  readonly version: number;
}

/** Sums what is added to each stream, in memory and unguarded: an event applied twice, or half a batch, would show. */
export class Totals extends Reader {
  readonly name: string = 'totals';
  readonly categories = ['count'];
  readonly collections = [{ name: 'totals', fields: ['sum'] }];
  applied = 0;
  onEvent: (event: StoredEvent) => void | Promise<void> = () => undefined;
  private sums = new Map<string, number>();
  private documents: ReadStore | undefined;

  constructor(readonly stamp = 1) {
    super();
  }

  over(documents: ReadStore): void {
    this.documents = documents;
  }

  override async reset(): Promise<void> {
    this.sums = new Map();
  }

  async apply(events: readonly StoredEvent[], _parking?: unknown): Promise<Work> {
    const changed = new Map<string, Total>();
    for (const event of events) {
      await this.onEvent(event);
      const before = this.sums.get(event.stream) ?? (await this.documents!.get<Total>('totals', event.stream))?.sum ?? 0;
      const sum = before + (event.data as { add: number }).add;
      this.sums.set(event.stream, sum);
      changed.set(event.stream, { id: event.stream, sum, version: event.version });
      this.applied += 1;
    }
    return { puts: [...changed.values()].map((body) => ({ collection: 'totals', id: body.id, body })) };
  }
}

/** A log, a read store that fails when it is told to, and the feeds that run on them. */
export class House {
  readonly progress: FeedProgress;
  writes = 0;
  /** A write that throws has written nothing, as after a crash. */
  fault: (batch: Batch) => Error | undefined = () => undefined;
  private feed: EventFeed | undefined;

  constructor(
    readonly clock: SetClock,
    readonly events: EventStore,
    readonly documents: ReadStore,
  ) {
    this.progress = new FeedProgress(events, documents, clock);
    const write = documents.write.bind(documents);
    documents.write = async (batch) => {
      this.writes += 1;
      const error = this.fault(batch);
      if (error) throw error;
      await write(batch);
    };
  }

  async append(stream: string, ...adds: number[]): Promise<void> {
    const [version] = await this.events.versions([stream]);
    const events = adds.map((add) => ({ id: crypto.randomUUID(), type: 'Added', data: { add } }));
    await this.events.append(stream, version!, events);
  }

  async start(totals: Totals, pace: Partial<Pace> = {}, warn?: (text: string) => void): Promise<EventFeed> {
    totals.over(this.documents);
    this.feed = new EventFeed(this.events, this.documents, this.clock, { pace, ...(warn ? { warn } : {}) });
    await this.feed.start([totals]);
    return this.feed;
  }

  /** The same stores in a process that starts anew. */
  async restart(totals: Totals): Promise<EventFeed> {
    await this.feed?.stop();
    return this.start(totals);
  }

  async caughtUp(): Promise<boolean> {
    return this.feed!.caughtUp(await this.events.end(), 2_000);
  }

  async documentsOf(): Promise<readonly Total[]> {
    return (await this.documents.find<Total>('totals', { limit: 100 })).items;
  }

  async totals(): Promise<Record<string, number>> {
    return Object.fromEntries((await this.documentsOf()).map(({ id, sum }) => [id, sum]));
  }

  async close(): Promise<void> {
    await this.feed?.stop();
    await this.events.close();
    await this.documents.close();
  }
}

/** A house on new stores, with the collection of totals in it. */
export async function aHouse(open: (clock: SetClock) => [EventStore, ReadStore]): Promise<House> {
  const clock = new SetClock();
  const house = new House(clock, ...open(clock));
  await house.documents.define(new Totals().collections);
  return house;
}
