import type { Position } from '#libs/event-store';
import type { LogReader } from './log-reader.js';

const COUNT_MAX = 100_000;
const PAGE = 1_000;
/** How many kinds of readers are counted for, and at how many places each: one may be rebuilt while another is at the end. */
const KINDS_MAX = 12;
const WINDOWS_MAX = 2;

/** Where the events after a position stand, as far as they were read. */
class Window {
  private positions: Position[] = [];

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
  async count(position: Position): Promise<number> {
    if (this.positions.length > COUNT_MAX) this.forget(position);
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

/** The windows of the same categories: the one that was used last is kept longest. */
class Windows {
  private windows: Window[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly reader: LogReader,
    private readonly categories: readonly string[],
  ) {}

  /** One after the other, so that each finds what those before it have read. */
  countAfter(position: Position): Promise<number> {
    const counted = this.turn.then(() => this.windowFor(position).count(position));
    this.turn = counted.catch(() => undefined); // Thrown at who asked; the next one tries again.
    return counted;
  }

  private windowFor(position: Position): Window {
    const window = this.windows.findLast((one) => one.covers(position)) ?? new Window(this.reader, this.categories, position);
    this.windows = [...this.windows.filter((one) => one !== window), window].slice(-WINDOWS_MAX);
    return window;
  }
}

/**
 * Counts events, which EventStoreDB cannot be asked for. Health asks again and again how far readers are behind, so
 * positions once read are kept, up to a bound, and each event is read once.
 */
export class Counter {
  private readonly kinds = new Map<string, Windows>();

  constructor(private readonly reader: LogReader) {}

  /** How many events of these categories come after a position; 100,000 at most. */
  countAfter(position: Position, categories: readonly string[] = []): Promise<number> {
    const key = JSON.stringify(categories);
    const windows = this.kinds.get(key) ?? new Windows(this.reader, categories);
    this.kinds.delete(key);
    this.kinds.set(key, windows);
    if (this.kinds.size > KINDS_MAX) this.kinds.delete(this.kinds.keys().next().value!);
    return windows.countAfter(position);
  }
}
