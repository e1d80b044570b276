/** How far recording has come. */
export interface RecordingProgress {
  readonly phase: 'reading' | 'recording';
  readonly rows: number;
  readonly bytes: number;
  readonly registers: number;
}

/** Hears how far a recording has come. */
export type OnProgress = (progress: RecordingProgress) => void;

/** For those who do not ask how far it has come. */
export const quietly: OnProgress = () => undefined;

/** A report of progress every so many rows is enough. */
const ROWS_A_REPORT = 50_000;

/** The report, called once in so many rows. */
export function everySoOften(report: (rows: number, bytes: number) => void): (rows: number, bytes: number) => void {
  let next = ROWS_A_REPORT;
  return (rows, bytes) => {
    if (rows < next) return;
    next = rows + ROWS_A_REPORT;
    report(rows, bytes);
  };
}
