import type { EventStore, Stretch } from '#libs/event-store';
import { RegisterHistory } from './register-history.js';
import type { RegisterEvent } from './register-events.js';

interface Entry {
  readonly history: RegisterHistory;
  version: number;
}

/** A register of which everything after a version stands in a known stretch of the log. */
export interface RegisterWithin {
  readonly stream: string;
  readonly before: number;
}

/** How many statements the cache may hold, over all registers: some 100 bytes each once looked at. */
const STATEMENTS_MAX = 400_000;

/** Folded registers, read on from where they were left; the longest unused go first. */
export class HistoryCache {
  private readonly entries = new Map<string, Entry>();
  private statements = 0;

  constructor(
    private readonly store: EventStore,
    private readonly statementsMax = STATEMENTS_MAX,
  ) {}

  /** The registers as the log holds them now, in the order asked. With `existing`, one that is not in it is taken to be new. */
  async get(streams: readonly string[], existing?: ReadonlySet<string>): Promise<Entry[]> {
    const entries = streams.map((stream) => this.entryOf(stream));
    const asked = streams.flatMap((stream, i) => (existing && !existing.has(stream) ? [] : [{ stream, entry: entries[i]! }]));
    await this.readOn(asked);
    streams.forEach((stream, i) => this.keep(stream, entries[i]!));
    return entries;
  }

  /** The registers as they are at the end of the stretch, or later, in the order asked. */
  async getWithin(registers: readonly RegisterWithin[], within: Stretch): Promise<Entry[]> {
    const all = registers.map(({ stream, before }) => ({ stream, before, entry: this.entryOf(stream) }));
    await this.readOn(
      all.filter(({ before, entry }) => entry.version >= before),
      within,
    );
    await this.readOn(all.filter(({ before, entry }) => entry.version < before));
    for (const { stream, entry } of all) this.keep(stream, entry);
    return all.map(({ entry }) => entry);
  }

  /** Adds what its caller has just appended, so that it need not be read back. */
  append(stream: string, entry: Entry, events: readonly RegisterEvent[]): void {
    for (const event of events) this.add(entry, event, entry.version + 1);
    this.keep(stream, entry);
  }

  private entryOf(stream: string): Entry {
    return this.entries.get(stream) ?? { history: new RegisterHistory(), version: 0 };
  }

  private async readOn(some: readonly { readonly stream: string; readonly entry: Entry }[], within?: Stretch): Promise<void> {
    const slices = some.map(({ stream, entry }) => ({ stream, after: entry.version }));
    (await this.store.readMany(slices, within)).forEach((events, i) => {
      for (const { type, data, version } of events) this.add(some[i]!.entry, { type, data } as RegisterEvent, version);
    });
  }

  private add(entry: Entry, event: RegisterEvent, version: number): void {
    const before = entry.history.size;
    entry.history.add(event);
    entry.version = version;
    this.statements += entry.history.size - before;
  }

  private keep(stream: string, entry: Entry): void {
    this.entries.delete(stream);
    this.entries.set(stream, entry);
    for (const [oldest, { history }] of this.entries) {
      if (this.statements <= this.statementsMax || oldest === stream) break;
      this.entries.delete(oldest);
      this.statements -= history.size;
    }
  }
}
