/** How rows fared: read = taken + refused + ignored. */
export interface RowCounts {
  readonly read: number;
  readonly taken: number;
  readonly refused: number;
  readonly ignored: number;
}

/** How observations fared: recorded, revised and confirmed ones were stated; dropped ones were missing from a complete release. */
export interface ObservationCounts {
  readonly recorded: number;
  readonly revised: number;
  readonly confirmed: number;
  readonly dropped: number;
  /** Of the stated ones, those behind a newer release: they are kept and do not change the current figure. Events of before lack it. */
  readonly older?: number;
}
