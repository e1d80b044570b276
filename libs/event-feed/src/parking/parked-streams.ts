import type { Position, StoredEvent } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { Put, Remove } from '#libs/read-store';
import type { Parked, Parking } from '../reader.js';

export const PARKED = { name: 'parked', fields: ['reader', 'stream', 'since', 'state'] } as const;
const ERROR_LENGTH_MAX = 1_000;

type Place = Pick<StoredEvent, 'stream' | 'version' | 'position'>;

/** What one reader has parked. */
export class ParkedStreams {
  private readonly all = new Map<string, Parked>();
  private readonly byScope = new Map<string, Set<string>>();

  constructor(
    readonly reader: string,
    private readonly clock: Clock,
    parked: Iterable<Parked> = [],
  ) {
    this.add(parked);
  }

  has(stream: string): boolean {
    return this.all.has(parkedId({ reader: this.reader, stream }));
  }

  get(id: string): Parked | undefined {
    return this.all.get(id);
  }

  /** The ids of what is parked with this scope. */
  idsOf(scope: string): readonly string[] {
    return [...(this.byScope.get(scope) ?? [])];
  }

  get hasScopes(): boolean {
    return this.byScope.size > 0;
  }

  /** What a reader parks while it applies a batch: it counts once that batch is written, and not when it fails. */
  trial(): Trial {
    return new Trial(this);
  }

  add(parked: Iterable<Parked>): void {
    for (const one of parked) {
      const id = parkedId(one);
      this.all.set(id, one);
      if (one.scope) this.byScope.set(one.scope, (this.byScope.get(one.scope) ?? new Set<string>()).add(id));
    }
  }

  remove(ids: Iterable<string>): void {
    for (const id of ids) {
      const scope = this.all.get(id)?.scope ?? '';
      this.byScope.get(scope)?.delete(id);
      if (this.byScope.get(scope)?.size === 0) this.byScope.delete(scope);
      this.all.delete(id);
    }
  }

  /** What is kept of a parked stream; what was parked before and is parked again keeps its moment. */
  parked({ stream, version, position }: Place, error: unknown, scope = ''): Parked {
    const { reader } = this;
    const since = this.all.get(parkedId({ reader, stream, scope }))?.since ?? this.clock.now().toISOString();
    return { reader, stream, scope, version, position, error: errorText(error), since, state: 'parked', discarded: null };
  }
}

/** The parking of one batch, in the reader's hands. */
export class Trial implements Parking {
  private readonly news = new Map<string, Parked>();
  private readonly gone = new Set<string>();

  constructor(private readonly streams: ParkedStreams) {}

  park(event: Place, error: unknown, scope = ''): void {
    const id = parkedId({ reader: this.streams.reader, stream: event.stream, scope });
    if (this.news.has(id) || (this.streams.get(id) && !this.gone.has(id))) return;
    this.gone.delete(id);
    this.news.set(id, this.streams.parked(event, error, scope));
  }

  unpark(scope: string): void {
    for (const id of this.streams.idsOf(scope)) this.gone.add(id);
    for (const [id, one] of this.news) if (one.scope === scope) this.news.delete(id);
  }

  isScopeParked(scope: string): boolean {
    return this.streams.idsOf(scope).some((id) => !this.gone.has(id)) || [...this.news.values()].some((one) => one.scope === scope);
  }

  missedSince(scope: string): Position | undefined {
    const stored = this.streams.idsOf(scope).flatMap((id) => (this.gone.has(id) ? [] : (this.streams.get(id) ?? [])));
    const all = [...stored, ...[...this.news.values()].filter((one) => one.scope === scope)];
    return all
      .filter(({ state }) => state === 'parked')
      .map(({ position }) => position)
      .sort()[0];
  }

  isAnyParked(): boolean {
    return this.streams.hasScopes || this.news.size > 0;
  }

  isParked(stream: string): boolean {
    return this.streams.has(stream) || this.news.has(parkedId({ reader: this.streams.reader, stream }));
  }

  parked(): readonly Parked[] {
    return [...this.news.values()];
  }

  puts(): Put[] {
    return this.parked().map(parkedPut);
  }

  removes(): Remove[] {
    return [...this.gone].map((id) => ({ collection: PARKED.name, id }));
  }

  settle(): void {
    this.streams.remove(this.gone);
    this.streams.add(this.news.values());
  }
}

/** The document of a parked stream. */
export function parkedPut(parked: Parked): Put {
  return { collection: PARKED.name, id: parkedId(parked), body: parked };
}

/** The id of a parked stream's document. */
export function parkedId({ reader, stream, scope = '' }: Pick<Parked, 'reader' | 'stream'> & { readonly scope?: string }): string {
  return scope === '' ? `${reader}|${stream}` : `${reader}|${stream}|${scope}`;
}

/** What is kept of an error. */
export function errorText(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, ERROR_LENGTH_MAX);
}

/** What the process's log says of a parked item. */
export function parkedText({ reader, stream, scope, error }: Parked): string {
  return `${reader} has parked ${scope === '' ? stream : `${scope} of ${stream}`}: ${error}`;
}
