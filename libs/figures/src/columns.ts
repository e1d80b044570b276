import type { Figure, Status } from './figure.js';
import type { Column, FigureCells } from './register-events.js';

/** The columns of a figure, without the cells they are of. */
export type FigureColumns = Pick<FigureCells, 'value' | 'numerator' | 'denominator' | 'lower' | 'upper' | 'level' | 'status'>;

/** A status and its reason as one text: `suppressed:confidential`, or `final` alone. */
export function statusText(status: Status, reason: string | null): string {
  return reason === null ? status : `${status}:${reason}`;
}

/** The status and reason that `statusText` wrote. */
export function fromStatusText(text: string): { status: Status; reason: string | null } {
  const at = text.indexOf(':');
  return at < 0 ? { status: text as Status, reason: null } : { status: text.slice(0, at) as Status, reason: text.slice(at + 1) };
}

/** The figure at one index of the columns. */
export function figureAt(columns: FigureColumns, i: number): Figure {
  const { level, status } = columns;
  const cell = (column: Column | undefined): number | null => column?.[i] ?? null;
  return {
    value: cell(columns.value),
    numerator: cell(columns.numerator),
    denominator: cell(columns.denominator),
    lower: cell(columns.lower),
    upper: cell(columns.upper),
    level: typeof level === 'number' ? level : cell(level),
    ...fromStatusText(typeof status === 'string' ? status : status[i]!),
  };
}

const COLUMNS = ['value', 'numerator', 'denominator', 'lower', 'upper'] as const;

/** Figures as columns: a column of nulls alone is left out, one level or status for all is written once. */
export function columnsOf(figures: readonly Figure[]): FigureColumns {
  const columns: { -readonly [K in keyof FigureColumns]: FigureColumns[K] } = { value: [], status: 'final' };
  for (const name of COLUMNS) {
    const column: Column = figures.map((f) => f[name]);
    if (name === 'value' || column.some((x) => x !== null)) columns[name] = column;
  }
  const levels = figures.map((f) => f.level);
  if (levels.some((x) => x !== null)) columns.level = oneOrAll(levels);
  columns.status = oneOrAll(figures.map((f) => statusText(f.status, f.reason)));
  return columns;
}

/** One value when all are equal and not null, else all of them. */
export function oneOrAll<T>(all: readonly T[]): NonNullable<T> | readonly T[] {
  const [first] = all;
  return first !== undefined && first !== null && all.every((x) => x === first) ? first : all;
}
