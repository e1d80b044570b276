import { textOf } from './text-body.js';

const LONGEST = 1024;

/** Gives each different run of bytes a small number, from 0 on; a run seen before costs no object. */
export class ByteInterner {
  private slots = new Int32Array(256).fill(-1);
  private hashes = new Int32Array(128);
  private starts = new Int32Array(129);
  private arena = new Uint8Array(4096);
  private last = -1;
  size = 0;

  constructor(private readonly bound = 1 << 20) {}

  /** The number of these bytes; -1 when they are new and there is no room, or longer than any key has cause to be. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    if (this.last >= 0 && this.same(this.last, bytes, start, end)) return this.last; // Sorted files repeat the row above.
    let hash = 0x811c9dc5;
    for (let p = start; p < end; p++) hash = Math.imul(hash ^ bytes[p]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let id = this.slots[slot]!; id >= 0; id = this.slots[slot]!) {
      if (this.hashes[id] === hash && this.same(id, bytes, start, end)) return (this.last = id);
      slot = (slot + 1) & mask;
    }
    return this.add({ hash, slot }, bytes, start, end);
  }

  private same(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.starts[id]!;
    const length = end - start;
    if (this.starts[id + 1]! - from !== length) return false;
    const arena = this.arena;
    for (let i = 0; i < length; i++) if (arena[from + i] !== bytes[start + i]) return false;
    return true;
  }

  private add({ hash, slot }: { hash: number; slot: number }, bytes: Uint8Array, start: number, end: number): number {
    const id = this.size;
    const from = this.starts[id]!;
    const length = end - start;
    if (id >= this.bound || length > LONGEST) return -1;
    if (from + length > this.arena.length) this.arena = grown(this.arena, 2 * (from + length));
    if (id + 1 >= this.hashes.length) {
      this.hashes = grown(this.hashes, 2 * this.hashes.length);
      this.starts = grown(this.starts, 2 * this.starts.length);
    }
    this.arena.set(bytes.subarray(start, end), from);
    this.starts[id + 1] = from + length;
    this.hashes[id] = hash;
    this.slots[slot] = id;
    this.size++;
    if (this.size * 2 > this.slots.length) this.rehash();
    return (this.last = id);
  }

  private rehash(): void {
    const mask = this.slots.length * 2 - 1;
    this.slots = new Int32Array(mask + 1).fill(-1);
    for (let id = 0; id < this.size; id++) {
      let slot = this.hashes[id]! & mask;
      while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.slots[slot] = id;
    }
  }
}

function grown<T extends Uint8Array | Int32Array>(from: T, length: number): T {
  const to = new (from.constructor as new (length: number) => T)(length);
  to.set(from);
  return to;
}

/** What a cell's text means, worked out once for each different text. */
export class Memo<T> {
  private readonly interner: ByteInterner;
  private readonly meanings: T[] = [];

  constructor(
    private readonly meaning: (text: string) => T,
    bound?: number,
  ) {
    this.interner = new ByteInterner(bound);
  }

  /** The meaning of these bytes, trimmed. Beyond the bound it is worked out each time, so memory stays flat. */
  get(bytes: Uint8Array, start: number, end: number): T {
    const id = this.interner.intern(bytes, start, end);
    if (id >= 0 && id < this.meanings.length) return this.meanings[id]!;
    const meaning = this.meaning(textOf(bytes, start, end).trim());
    if (id >= 0) this.meanings.push(meaning);
    return meaning;
  }
}
