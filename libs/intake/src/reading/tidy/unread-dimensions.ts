import { Memo } from '../byte-interner.js';
import type { Cells } from '../cells.js';
import { plainName } from '../names.js';
import type { Profile } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';

/** Words that name what figures are broken down by, and whole names that do. */
const WORDS = new Set([
  'sex',
  'gender',
  'age',
  'ages',
  'ethnicity',
  'ethnic',
  'disability',
  'religion',
  'nationality',
  'tenure',
  'decile',
  'quintile',
  'subgroup',
  'characteristic',
  'inequality',
]);
const NAMES = new Set(['group', 'breakdown', 'dimension', 'category type']);
/** The texts that stand for the whole. */
const WHOLE = /^(|-|_?t|n\/?a|null|none|persons|people|everyone|(all|total|both)\b.*)$/;
const TEXTS_KEPT = 1 << 10;
/** So many objects are looked at: their keys are told one by one. */
const OBJECTS_MAX = 1000;
const NAMED_MAX = 5;

interface Column {
  readonly name: string;
  readonly at: number;
}

/** Columns that break figures down, by their name, and that the profile does not read: rows that differ in one alone are one observation. */
export class UnreadDimensions {
  private readonly read: ReadonlySet<string>;
  private columns: Column[] = [];
  /** By column, the first row that is of a part alone. */
  private readonly firstRows = new Map<string, number>();
  private readonly parts = new Memo<boolean>(isPart, TEXTS_KEPT);
  private objects = 0;

  constructor({ columns, breakdowns, keep, indicators }: Profile) {
    const conditions = [...indicators.values()].flat().flatMap(({ where }) => Object.keys(where));
    const roles = Object.values(columns).flat().map(plainName);
    this.read = new Set([...roles, ...breakdowns.map(({ column }) => column), ...Object.keys(keep), ...conditions]);
  }

  header(names: readonly string[]): void {
    this.columns = names.map((name, at) => ({ name, at })).filter(({ name }) => this.isOne(name));
  }

  /** Looks at a row that was taken. */
  row({ bytes, starts, ends, row }: Cells): void {
    if (this.columns.length === 0) return;
    const found = this.columns.filter(({ at }) => this.parts.get(bytes, starts[at]!, ends[at]!));
    for (const { name } of found) this.found(name, row);
    if (found.length > 0) this.columns = this.columns.filter((column) => !found.includes(column));
  }

  /** As `row`, of a row that came as an object: of these the first thousand are looked at. */
  object(value: Readonly<Record<string, unknown>>, row: number): void {
    if (++this.objects > OBJECTS_MAX) return;
    for (const [name, text] of Object.entries(value)) {
      if (typeof text === 'string' && this.isOne(name) && isPart(text)) this.found(name, row);
    }
  }

  /** Gives the sink one note of all such columns. */
  tell(sink: StatementSink): void {
    if (this.firstRows.size === 0) return;
    const names = [...this.firstRows.keys()].slice(0, NAMED_MAX).map((name) => `"${name.slice(0, 60)}"`);
    const are =
      names.length === 1 ? `column ${names[0]} is not read, though it holds` : `columns ${names.join(', ')} are not read, though they hold`;
    const first = Math.min(...this.firstRows.values());
    const merged = 'rows that differ in this alone are one observation, and a part is recorded as the whole';
    sink.note(
      'unread-dimension',
      `The ${are} more than the whole (the first is row ${first}): ${merged}. Name it under "breakdowns" in the feed's profile, or send the rows of the whole alone.`,
    );
  }

  private found(name: string, row: number): void {
    if (!this.firstRows.has(name)) this.firstRows.set(name, row);
  }

  private isOne(name: string): boolean {
    const plain = plainName(name);
    return !this.read.has(plain) && (NAMES.has(plain) || plain.split(/[^a-z]+/).some((word) => WORDS.has(word)));
  }
}

/** Whether a text stands for a part, and not for the whole. */
export const isPart = (text: string): boolean => !WHOLE.test(text.trim().toLowerCase());
