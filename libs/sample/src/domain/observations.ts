/** One row of the plain `observations` form; what is left out is an empty cell. */
export interface Row {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly value: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly level?: number;
  readonly status?: 'provisional' | 'final' | 'revised';
}

const COLUMNS = ['indicator', 'area', 'period', 'value', 'numerator', 'denominator', 'lower', 'upper', 'level', 'status'] as const;

/** Rows as CSV with every column of the form but `breakdown`. */
export function observationsCsv(rows: readonly Row[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => row[column] ?? '').join(','));
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}

/** A number with so many decimals at most. */
export const rounded = (x: number, decimals: number): number => Number(x.toFixed(decimals));

/** A percentage of whole people, with both of them. */
export function share(percent: number, of: number): Pick<Row, 'value' | 'numerator' | 'denominator'> {
  const numerator = Math.round((percent * of) / 100);
  return { value: rounded((100 * numerator) / of, 4), numerator, denominator: of };
}
