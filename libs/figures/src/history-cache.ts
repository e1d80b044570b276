import type { EventStore } from '#libs/event-store';
import { RegisterHistory } from './register-history.js';
import type { RegisterEvent } from './register-events.js';

interface Entry {
  readonly history: RegisterHistory;
  version: number;
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
    const asked = existing ? streams.filter((stream) => existing.has(stream)) : streams;
    const versionOf = new Map<string, number>();
    (await this.store.versions(asked)).forEach((version, i) => versionOf.set(asked[i]!, version));
    const entries = streams.map((stream) => this.entries.get(stream) ?? { history: new RegisterHistory(), version: 0 });
    const behind = streams.flatMap((stream, i) => (entries[i]!.version < (versionOf.get(stream) ?? 0) ? [i] : []));
    const slices = behind.map((i) => ({ stream: streams[i]!, after: entries[i]!.version }));
    (await this.store.readMany(slices)).forEach((events, k) => {
      const entry = entries[behind[k]!]!;
      for (const { type, data, version } of events) this.add(entry, { type, data } as RegisterEvent, version);
    });
    streams.forEach((stream, i) => this.keep(stream, entries[i]!));
    return entries;
  }

  /** Adds what its caller has just appended, so that it need not be read back. */
  append(stream: string, entry: Entry, events: readonly RegisterEvent[]): void {
    for (const event of events) this.add(entry, event, entry.version + 1);
    this.keep(stream, entry);
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
