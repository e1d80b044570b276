import type { Position } from '#libs/event-store';
import type { LogReader } from './log-reader.js';

const COUNT_MAX = 100_000;
const PAGE = 1_000;
/** How many counts are kept up: readers of as many kinds, and the same kind at two places while one is rebuilt. */
const WINDOWS_MAX = 12;

/** Where the events after a position stand, as far as they were read. */
class Window {
  private positions: Position[] = [];
  private reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly reader: LogReader,
    private readonly categories: readonly string[],
    private after: Position,
  ) {}

  /** Whether it knows what comes after this position without reading anything again. */
  covers(position: Position): boolean {
    return this.after <= position && position <= (this.positions.at(-1) ?? this.after);
  }

  /** How many events come after a position that it covers. */
  count(position: Position): Promise<number> {
    const counted = this.reading.then(() => this.readOn(position)); // Each begins where the one before it ended.
    this.reading = counted.catch(() => undefined); // Thrown at who asked; the next one tries again.
    return counted;
  }

  private async readOn(position: Position): Promise<number> {
    const { positions } = this;
    if (positions.length > COUNT_MAX) this.forget(position);
    let isEnd = false;
    while (!isEnd && this.positions.length - this.indexAfter(position) < COUNT_MAX) {
      const page = await this.reader.positionsAfter(this.positions.at(-1) ?? this.after, PAGE, this.categories);
      for (const next of page) this.positions.push(next);
      isEnd = page.length < PAGE;
    }
    return Math.min(COUNT_MAX, this.positions.length - this.indexAfter(position));
  }

  private forget(before: Position): void {
    this.positions = this.positions.slice(this.indexAfter(before));
    this.after = before;
  }

  private indexAfter(position: Position): number {
    let [low, high] = [0, this.positions.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.positions[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/**
 * Counts events, which EventStoreDB cannot be asked for. Health asks again and again how far readers are behind, so
 * positions once read are kept, up to a bound, and each event is read once.
 */
export class Counter {
  private readonly windows = new Map<string, Window[]>();

  constructor(private readonly reader: LogReader) {}

  /** How many events of these categories come after a position; 100,000 at most. */
  countAfter(position: Position, categories: readonly string[] = []): Promise<number> {
    const key = JSON.stringify(categories);
    const windows = this.windows.get(key) ?? [];
    const window = windows.findLast((one) => one.covers(position)) ?? new Window(this.reader, categories, position);
    // The one that was used last is kept longest.
    this.windows.delete(key);
    this.windows.set(key, [...windows.filter((one) => one !== window), window].slice(-2));
    if (this.windows.size > WINDOWS_MAX) this.windows.delete(this.windows.keys().next().value!);
    return window.count(position);
  }
}
