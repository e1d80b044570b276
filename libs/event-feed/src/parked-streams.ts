import type { StoredEvent } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { Put } from '#libs/read-store';
import type { Parked, Parking } from './reader.js';

export const PARKED = { name: 'parked', fields: ['reader', 'stream', 'since'] } as const;
const ERROR_LENGTH_MAX = 1_000;

type Place = Pick<StoredEvent, 'stream' | 'version' | 'position'>;

/** The streams that one reader has set aside. */
export class ParkedStreams {
  private readonly streams: Set<string>;

  constructor(
    readonly reader: string,
    private readonly clock: Clock,
    streams: Iterable<string> = [],
  ) {
    this.streams = new Set(streams);
  }

  has(stream: string): boolean {
    return this.streams.has(stream);
  }

  /** What a reader parks while it applies a batch: it counts once that batch is written, and not when it fails. */
  trial(): Trial {
    return new Trial(this);
  }

  add(parked: Iterable<Parked>): void {
    for (const { stream } of parked) this.streams.add(stream);
  }

  /** What is kept of a parked stream. */
  parked({ stream, version, position }: Place, error: unknown): Parked {
    const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, ERROR_LENGTH_MAX);
    return { reader: this.reader, stream, version, position, error: text, since: this.clock.now().toISOString() };
  }
}

/** The parking of one batch, in the reader's hands. */
export class Trial implements Parking {
  private readonly news = new Map<string, Parked>();

  constructor(private readonly streams: ParkedStreams) {}

  park(event: Place, error: unknown): void {
    if (!this.isParked(event.stream)) this.news.set(event.stream, this.streams.parked(event, error));
  }

  isParked(stream: string): boolean {
    return this.streams.has(stream) || this.news.has(stream);
  }

  puts(): Put[] {
    return [...this.news.values()].map(parkedPut);
  }

  settle(): void {
    this.streams.add(this.news.values());
  }
}

/** The document of a parked stream. */
export function parkedPut(parked: Parked): Put {
  return { collection: PARKED.name, id: parkedId(parked), body: parked };
}

/** The id of a parked stream's document. */
export function parkedId({ reader, stream }: Pick<Parked, 'reader' | 'stream'>): string {
  return `${reader}|${stream}`;
}
