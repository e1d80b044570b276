import { distance } from 'fastest-levenshtein';

/** So many letters of a code's beginning, or of its end, are right where it is recognised. */
const HEAD = 5;
const TAIL = 4;
/** So many changes of a letter make a slip; of a short text, one in three letters. */
const CHANGES_MAX = 2;
/** Where more are equally like a text, it says too little to name any. */
const LIKE_MAX = 3;

interface Named {
  readonly code: string;
  readonly name: string;
  readonly until?: string | null;
}

/** Finds what a text that is no code may have been meant for, among many: by name, else by the nearest code. */
export class Likeness<T extends Named> {
  private readonly byName = new Map<string, T[]>();
  private readonly byHead = new Map<string, T[]>();
  private readonly byTail = new Map<string, T[]>();

  constructor(all: Iterable<T>) {
    for (const one of all) {
      put(this.byName, nameKey(one.name), one);
      put(this.byHead, one.code.slice(0, HEAD), one);
      put(this.byTail, one.code.slice(-TAIL), one);
    }
  }

  /** Those of this name, of several the standing ones, else those of the nearest code; in code order, none where there are too many. */
  like(text: string): readonly T[] {
    const named = this.named(text);
    const found = named.length > 0 ? named : this.nearest(text);
    return found.length > LIKE_MAX ? [] : [...found].sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  private named(text: string): readonly T[] {
    const lower = text.toLowerCase();
    const all = (this.byName.get(nameKey(text)) ?? []).filter(({ code, name }) => name.toLowerCase() === lower && code !== text);
    const standing = all.filter(({ until }) => until === null || until === undefined);
    return standing.length > 0 ? standing : all;
  }

  private nearest(text: string): readonly T[] {
    let least = Math.min(CHANGES_MAX, Math.floor(text.length / 3));
    const found = new Map<string, T>();
    const near = [...(this.byHead.get(text.slice(0, HEAD)) ?? []), ...(this.byTail.get(text.slice(-TAIL)) ?? [])];
    for (const one of near) {
      if (Math.abs(one.code.length - text.length) > 1) continue;
      const changes = distance(text, one.code);
      if (changes > least || changes === 0) continue;
      if (changes < least) found.clear();
      least = changes;
      found.set(one.code, one);
    }
    return [...found.values()];
  }
}

/** Names of one length and first letter stand together: that takes less room than every name in small letters. */
const nameKey = (name: string): string => `${name.length}${name.slice(0, 1).toLowerCase()}`;

function put<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}
