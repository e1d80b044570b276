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

/** A table of one observation a row, read as the profile says. */
export class TidyTable implements Table {
  readonly expected: readonly string[];
  private rows!: RowReader; // Set by `header`, which comes before any row.

  constructor(
    private readonly profile: Profile,
    private readonly context: ReadingContext,
    private readonly sink: StatementSink,
  ) {
    this.expected = expectedNames(profile);
  }

  header(names: readonly string[]): boolean | Refusal {
    const columns = columnSet(names, this.profile);
    if (columns === undefined || columns instanceof Refusal) return columns ?? false;
    this.rows = new RowReader(columns, this.profile, this.context, this.sink);
    return true;
  }

  row(cells: Cells): void {
    this.rows.row(cells);
  }

  /** What the rows came to, once they are all read. */
  outcome(rows: number): ReadingOutcome {
    const complete = this.profile.complete === 'none' ? [] : [...this.rows.meanings.stated].sort();
    this.rows.tellNotes();
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
