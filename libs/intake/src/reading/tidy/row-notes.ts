import type { StatementSink } from '../statement-sink.js';

/** What is noted of rows that are taken all the same, by code: a sentence that goes on after "N rows". */
const SENTENCES = {
  'value-differs-from-parts':
    'state a value that is not what their numerator and denominator come to; the value is recorded as stated. Check whether one of the three is of another release',
  'parts-without-value':
    'state a numerator or a denominator alone and no value; the figure is recorded as missing. Send both, or the value',
  'parts-beside-missing':
    'state a numerator and a denominator beside a marker that says the value is missing; the value is worked out from the two. Leave them out where there is no figure',
  'parts-beside-suppressed':
    'state a numerator, a denominator or limits beside a suppressed figure; these are left out, for they would give it away',
  'value-outside-limits':
    'state a value that lies outside its own limits; all are recorded as stated. Check whether columns are swapped, or of another release',
  'level-as-share': 'state the level of their limits as a share; 0.95 is read as 95',
} as const;
export type RowNote = keyof typeof SENTENCES;

/** Counts rows that are taken and have something to be noted, so that a receipt has one note for each kind. */
export class RowNotes {
  private readonly counts = new Map<RowNote, { rows: number; readonly first: number }>();

  add(code: RowNote, row: number): void {
    const known = this.counts.get(code);
    if (known) known.rows++;
    else this.counts.set(code, { rows: 1, first: row });
  }

  /** Gives the sink one note for each kind. */
  tell(sink: StatementSink): void {
    for (const [code, { rows, first }] of this.counts) sink.note(code, `${rows} rows (the first is row ${first}) ${SENTENCES[code]}.`);
  }
}
