import type { Message } from '../kafka.js';

/** What a test writes to a topic, as another system would. */
export interface Produced {
  readonly key?: string | null;
  readonly value: string | Uint8Array | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestampMs?: number;
  /** By its key when left out. */
  readonly partition?: number;
}

/** One topic of the fake, with its partitions. */
export class FakeTopic {
  readonly partitions: readonly Message[][];

  constructor(readonly partitionCount: number) {
    this.partitions = Array.from({ length: partitionCount }, () => []);
  }

  write({ key = null, value, headers = {}, timestampMs = Date.now(), partition }: Produced): void {
    const to = partition ?? partitionOf(key ?? '', this.partitionCount);
    const log = this.partitions[to];
    if (!log) throw new Error(`There is no partition ${to}; there are ${this.partitionCount}.`);
    log.push({
      partition: to,
      offset: String(log.length),
      key: key === null ? null : bytesOf(key),
      value: value === null ? null : bytesOf(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, bytesOf(text)])),
      timestampMs,
    });
  }
}

const bytesOf = (text: string | Uint8Array): Uint8Array => (typeof text === 'string' ? Buffer.from(text) : text);

/** One key, one partition: what order within a key rests on. */
function partitionOf(key: string, count: number): number {
  let hash = 7;
  for (const letter of key) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
  return hash % count;
}
