import { categoryOf } from '#libs/event-store';
import { bounded } from './bounded.js';
import { type LogReader } from './log-reader.js';
import type { LogWriter } from './log-writer.js';
import { NameLog } from './name-log.js';
import type { Naming } from './naming.js';

const LOOKS_AT_ONCE = 32;

/** The names of our streams, which EventStoreDB cannot be asked for: a log of names for each category, and one of the categories. */
export class StreamNames {
  private readonly categories: NameLog;
  private readonly logs = new Map<string, NameLog>();

  constructor(
    private readonly reader: LogReader,
    private readonly writer: LogWriter,
    private readonly naming: Naming,
  ) {
    this.categories = new NameLog(naming.kept('categories'), reader, writer);
  }

  /** Writes down the names of streams that are about to begin; gives the function to call when they have. */
  async begin(streams: readonly string[]): Promise<() => void> {
    const byCategory = Map.groupBy(streams, categoryOf);
    const haveBegun = [await this.categories.add([...byCategory.keys()])];
    for (const [category, names] of byCategory) haveBegun.push(await this.of(category).add(names));
    return () => haveBegun.forEach((tell) => tell());
  }

  /** The names that begin with this text, in order. */
  async startingWith(prefix: string): Promise<string[]> {
    const found: string[] = [];
    for (const category of await this.categoriesOf(prefix)) {
      const names = await this.of(category).all((some) => this.haveEvents(some));
      for (let at = firstAt(names, prefix); names[at]?.startsWith(prefix); at++) found.push(names[at]!);
    }
    return found.length > 0 && !prefix.includes('-') ? found.sort() : found;
  }

  /** Writes down what is known of the streams. */
  async close(): Promise<void> {
    await Promise.all([this.categories, ...this.logs.values()].map((log) => log.close()));
  }

  private async categoriesOf(prefix: string): Promise<readonly string[]> {
    if (prefix.includes('-')) return [categoryOf(prefix)];
    // A category is good as soon as it is written down: whether it has streams is seen there.
    const all = await this.categories.all(async (some) => some.map(() => true));
    return all.filter((category) => category.startsWith(prefix));
  }

  private of(category: string): NameLog {
    let log = this.logs.get(category);
    if (log === undefined) this.logs.set(category, (log = new NameLog(this.naming.kept(`names-${category}`), this.reader, this.writer)));
    return log;
  }

  private haveEvents(streams: readonly string[]): Promise<boolean[]> {
    return bounded(streams, LOOKS_AT_ONCE, async (stream) => (await this.reader.last(this.naming.full(stream))) !== undefined);
  }
}

/** The index of the first of the sorted names that does not come before the text. */
function firstAt(names: readonly string[], text: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (names[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
