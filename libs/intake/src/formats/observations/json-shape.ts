import { excerpt, Refusal } from '#libs/kernel';
import { unexpectedHeader } from '../../reading/likely-header.js';

/** Which of the keys that are read the objects of a body hold; together they are what a header is to CSV. */
export class JsonShape {
  private readonly seen: boolean[];
  private missing: number;
  private first: readonly string[] | undefined;

  constructor(
    private readonly keys: readonly string[],
    private readonly expected: readonly string[],
    /** The keys by which a figure is stated. */
    private readonly figures: readonly string[],
    /** Whether a table whose header holds these names is one of observations. */
    private readonly isHeader: (names: readonly string[]) => boolean,
    /** Keys that no sender wrote: they are not named. */
    private readonly added: readonly string[] = [],
  ) {
    this.seen = keys.map(() => false);
    this.missing = keys.length;
  }

  /** Notes the keys of an object; once all were seen, at no cost. */
  note(value: Readonly<Record<string, unknown>>): void {
    if (this.missing === 0) return;
    this.first ??= this.own(value).slice(0, 100);
    for (let i = 0; i < this.keys.length; i++) {
      if (this.seen[i] || !Object.hasOwn(value, this.keys[i]!)) continue;
      this.seen[i] = true;
      this.missing--;
    }
  }

  /** Says what is wrong with an object that has keys and none that states a figure; one without any key is an empty row. */
  unreadKeys(value: Readonly<Record<string, unknown>>): string | undefined {
    if (holdsOne(value, this.figures)) return undefined;
    if (Object.keys(value).length === 0) return undefined;
    const found =
      this.own(value)
        .slice(0, 10)
        .map((key) => excerpt(key))
        .join(', ') || 'no key at all';
    const said = `The object has none of the keys ${(holdsOne(value, this.keys) ? this.figures : this.expected).join(', ')}, but ${found}`;
    return `${said}; write the keys of an observation, in small letters.`;
  }

  private own(value: Readonly<Record<string, unknown>>): string[] {
    return Object.keys(value).filter((key) => !this.added.includes(key));
  }

  /** The refusal of a body of which no object can be an observation; undefined where some may be. */
  refusal(rows: number): Refusal | undefined {
    if (rows === 0) return new Refusal('empty-body', 'The body holds no observation; send a list of them, or one object a line.');
    const names = this.keys.filter((_, i) => this.seen[i]);
    return this.isHeader(names) ? undefined : unexpectedHeader(this.expected, this.first ?? []);
  }
}

const holdsOne = (value: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean =>
  keys.some((key) => Object.hasOwn(value, key));
