import { Refusal } from '#libs/kernel';
import type { Cells } from '../cells.js';
import type { ReadingContext, ReadingOutcome } from '../format.js';
import { parseProfile } from '../profile/parse-profile.js';
import type { Profile } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';
import { READING_LIMITS } from '../limits.js';
import { readTable, readText, type Table } from '../table.js';
import { columnSet, expectedNames } from './column-set.js';
import { RowReader } from './row-reader.js';
import { UnreadDimensions } from './unread-dimensions.js';

/** A table of one observation a row, read as the profile says. */
export class TidyTable implements Table {
  readonly expected: readonly string[];
  private rows!: RowReader; // Set by `header`, which comes before any row.
  private readonly unread: UnreadDimensions;
  private tookLast = false;

  constructor(
    private readonly profile: Profile,
    private readonly context: ReadingContext,
    private readonly sink: StatementSink,
  ) {
    this.expected = expectedNames(profile);
    this.unread = new UnreadDimensions(profile);
  }

  header(names: readonly string[]): boolean | Refusal {
    const columns = columnSet(names, this.profile);
    if (columns === undefined || columns instanceof Refusal) return columns ?? false;
    this.rows = new RowReader(columns, this.profile, this.context, this.sink);
    this.unread.header(names);
    return true;
  }

  row(cells: Cells): void {
    const before = this.rows.taken;
    this.rows.row(cells);
    this.tookLast = this.rows.taken > before;
    if (this.tookLast) this.unread.row(cells);
  }

  object(value: Readonly<Record<string, unknown>>, row: number): void {
    if (this.tookLast) this.unread.object(value, row);
  }

  /** What the rows came to, once they are all read. */
  outcome(rows: number): ReadingOutcome {
    const complete = this.profile.complete === 'none' ? [] : [...this.rows.meanings.stated].sort();
    this.rows.tellNotes();
    this.unread.tell(this.sink);
    return { rows, taken: this.rows.taken, complete };
  }
}

/** Reads a tidy CSV on a feed whose profile stands on its format's own. */
export async function readTidy(
  body: AsyncIterable<Uint8Array>,
  context: ReadingContext,
  sink: StatementSink,
  defaults: Readonly<Record<string, unknown>>,
): Promise<ReadingOutcome | Refusal> {
  const profile = parseProfile(context.feed.profile, defaults);
  if (profile instanceof Refusal) return profile;
  const limits = context.limits ?? READING_LIMITS;
  const table = new TidyTable(profile, context, sink);
  const rows = await readText(body, limits, (window) => readTable(window, table, sink, { limits, utf8Only: profile.encoding === 'utf-8' }));
  return rows instanceof Refusal ? rows : table.outcome(rows);
}
