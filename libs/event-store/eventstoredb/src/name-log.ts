import { randomUUID } from 'node:crypto';
import type { LogReader } from './log-reader.js';
import type { LogWriter } from './log-writer.js';
import { UnavailableError } from './wire-fault.js';

/** What an event of a name log holds. Storage format: see docs/adr/0011. */
interface Named {
  readonly names: readonly string[];
  /** The versions of earlier events here of which every name is known to have begun. */
  readonly begun: readonly number[];
}

/** How many names one event holds: well under what an event may. */
const NAMES_MAX = 1_000;
/** A store that closes does not wait for a server that is away. */
const CLOSING_MS = 1_000;

/**
 * Names that are kept in a stream before what they name begins. A crash in between leaves a name of nothing, so each
 * event also says which earlier ones are known to be good; what nobody has vouched for is looked at by whoever asks.
 */
export class NameLog {
  /** Every name that is known to be written down, whether it has begun or not. */
  private readonly written = new Set<string>();
  private readonly begun = new Set<string>();
  /** Names that nobody has vouched for, by the version of their event. */
  private readonly doubtful = new Map<number, readonly string[]>();
  /** What is to be vouched for in the next event. */
  private vouched: number[] = [];
  private sorted: string[] = [];
  private version = 0;
  private loading: Promise<void> = Promise.resolve();
  /** A load that waits for the one before it: whoever asks meanwhile shares it. */
  private waiting: Promise<void> | undefined;

  constructor(
    private readonly name: string,
    private readonly reader: LogReader,
    private readonly writer: LogWriter,
  ) {}

  /** Writes down the names that are not yet; gives the function to call when what they name has begun. */
  async add(names: readonly string[]): Promise<() => void> {
    const added = [...new Set(names)].filter((name) => !this.written.has(name));
    const versions: number[] = [];
    for (let at = 0; at < added.length; at += NAMES_MAX) versions.push(await this.append(added.slice(at, at + NAMES_MAX)));
    for (const name of added) this.written.add(name);
    return () => {
      for (const name of names) this.begun.add(name);
      this.vouched.push(...versions);
    };
  }

  /** The names that have begun, in order; `hasBegun` tells which of some have. */
  async all(hasBegun: (names: readonly string[]) => Promise<readonly boolean[]>): Promise<readonly string[]> {
    await this.load();
    const asked = [...this.doubtful].flatMap(([, names]) => names).filter((name) => !this.begun.has(name));
    const answers = asked.length === 0 ? [] : await hasBegun(asked);
    asked.forEach((name, n) => answers[n] && this.begun.add(name));
    for (const [version, names] of this.doubtful) if (names.every((name) => this.begun.has(name))) this.vouch(version);
    if (this.sorted.length !== this.begun.size) this.sorted = [...this.begun].sort();
    return this.sorted;
  }

  /** Writes down what is known, so that nobody need look again; where that cannot be done at once, they will look. */
  async close(): Promise<void> {
    if (this.vouched.length === 0) return;
    try {
      await this.append([], CLOSING_MS);
    } catch (fault) {
      if (!(fault instanceof UnavailableError)) throw fault;
    }
  }

  private vouch(version: number): void {
    this.doubtful.delete(version);
    this.vouched.push(version);
  }

  private async append(names: readonly string[], totalMs?: number): Promise<number> {
    const begun = this.vouched;
    this.vouched = [];
    const data = Buffer.from(JSON.stringify({ names, begun } satisfies Named));
    return this.writer.keep(this.name, { id: randomUUID(), type: 'StreamsNamed', data }, totalMs);
  }

  /** Reads on from where it was left; one after the other, for each begins where the one before it ended. */
  private load(): Promise<void> {
    if (this.waiting) return this.waiting;
    const next = this.loading.then(async () => {
      this.waiting = undefined;
      for (const { version, data } of await this.reader.slice(this.name, { after: this.version })) {
        this.take(version, data as Named);
        this.version = version;
      }
    });
    this.loading = next.catch(() => undefined); // Thrown at who asked; the next one tries again.
    this.waiting = next;
    return next;
  }

  private take(version: number, { names, begun }: Named): void {
    for (const name of names) this.written.add(name);
    if (names.length > 0) this.doubtful.set(version, names);
    for (const good of begun) {
      for (const name of this.doubtful.get(good) ?? []) this.begun.add(name);
      this.doubtful.delete(good);
    }
  }
}
