import type { Filter } from './requests.js';

/** What our streams are called in a server that others may use too. */
export class Naming {
  /** What the names of all our streams begin with, and no other's. */
  readonly prefix: string;

  constructor(private readonly namespace: string) {
    if (!/^[a-z][a-z0-9_]*$/.test(namespace)) throw new RangeError(`"${namespace}" is no namespace: use small letters, digits and _.`);
    this.prefix = `${namespace}.`;
  }

  /** The stream's name in the server. */
  full(stream: string): string {
    return this.prefix + stream;
  }

  /** The name that the stream has for us. */
  own(full: string): string {
    return full.slice(this.prefix.length);
  }

  /** A stream of this adapter's own, which no reader of ours is shown: its name has another beginning. */
  kept(what: string): string {
    return `${this.namespace}:${what}`;
  }

  /** What tells our streams from all others: those of these categories, or all of them when none is named. */
  filter(categories: readonly string[] = []): Filter {
    if (categories.length === 0) return { prefix: this.prefix };
    const any = categories.map((category) => category.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
    return { pattern: String.raw`^${this.namespace}\.(${any})(-|$)` };
  }
}
