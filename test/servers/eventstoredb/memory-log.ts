/** An event as a writer proposes it. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event in the log, with the bytes of the message that tells a reader of it. */
export interface Recorded {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly message: Buffer;
}

/** The revision that a writer expects, or what else may be said of a stream. */
export type Expected = number | 'no-stream' | 'any' | 'exists';

/** The last event of an append that is in the log, by this call or, for a repeat, by an earlier one. */
export interface Written {
  readonly last: Recorded;
  readonly isRepeat: boolean;
}

/** What became of an append: written, or the revision at which its stream is instead. */
export type Outcome = Written | { readonly current: number };

/** What may be asked of stream names: a pattern, or beginnings. */
export interface NameFilter {
  readonly regex: string;
  readonly prefixes: readonly string[];
}

/** Makes the message for an event: set by whoever knows the protocol. */
export type Encode = (event: Omit<Recorded, 'message'>, proposed: Proposed) => Buffer;

/** An id, a type, the times and a footer: what a record takes beside its data. */
const RECORD_BYTES = 160;

/** The log in memory: one order, streams in it, and what each filter asked for lets through, found once. */
export class MemoryLog {
  readonly all: Recorded[] = [];
  private readonly streams = new Map<string, Recorded[]>();
  private readonly filtered = new Map<string, { events: Recorded[]; seen: number; lets: (stream: string) => boolean }>();
  private position = RECORD_BYTES;
  private readonly encode: Encode;

  constructor(encode: Encode) {
    this.encode = encode;
  }

  stream(name: string): readonly Recorded[] | undefined {
    return this.streams.get(name);
  }

  /** Writes all or none; the same ids again where they stand are a repeat. */
  append(stream: string, expected: Expected, proposed: readonly Proposed[]): Outcome {
    const there = this.streams.get(stream) ?? [];
    const current = there.length - 1;
    if (!isAt(expected, current)) return repeatOf(there, expected, proposed) ?? { current };
    const written = proposed.map((one, n) => this.record(stream, there.length + n, one));
    there.push(...written);
    this.streams.set(stream, there);
    this.all.push(...written);
    return { last: written.at(-1) ?? there.at(-1)!, isRepeat: false };
  }

  /** The events that a filter lets through, in order; all of them without one. It grows in place with the log. */
  matching(filter: NameFilter | undefined): readonly Recorded[] {
    if (filter === undefined) return this.all;
    const key = JSON.stringify(filter);
    let found = this.filtered.get(key);
    if (found === undefined) this.filtered.set(key, (found = { events: [], seen: 0, lets: namesOf(filter) }));
    for (; found.seen < this.all.length; found.seen++) {
      const event = this.all[found.seen]!;
      if (found.lets(event.stream)) found.events.push(event);
    }
    return found.events;
  }

  private record(stream: string, revision: number, proposed: Proposed): Recorded {
    const event = { position: this.position, stream, revision, id: proposed.id };
    this.position += RECORD_BYTES + stream.length + proposed.data.length;
    return { ...event, message: this.encode(event, proposed) };
  }
}

/** Where in the events the first one at or after a position lies. */
export function indexOf(events: readonly Recorded[], position: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[middle]!.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isAt(expected: Expected, current: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'exists') return current >= 0;
  return (expected === 'no-stream' ? -1 : expected) === current;
}

function repeatOf(there: readonly Recorded[], expected: Expected, proposed: readonly Proposed[]): Outcome | undefined {
  const first = typeof expected === 'number' ? expected + 1 : 0;
  const isThere = proposed.length > 0 && proposed.every(({ id }, n) => there[first + n]?.id === id);
  return isThere ? { last: there[first + proposed.length - 1]!, isRepeat: true } : undefined;
}

function namesOf({ regex, prefixes }: NameFilter): (stream: string) => boolean {
  if (regex === '') return (stream) => prefixes.some((prefix) => stream.startsWith(prefix));
  const pattern = new RegExp(regex);
  const known = new Map<string, boolean>();
  return (stream) => {
    let lets = known.get(stream);
    if (lets === undefined) known.set(stream, (lets = pattern.test(stream)));
    return lets;
  };
}
