import { sameNumber } from '#libs/kernel';

/** How firm a figure is. Suppressed is not zero, missing is not suppressed. */
export type Status = 'provisional' | 'revised' | 'final' | 'estimated' | 'suppressed' | 'missing';

export const STATUSES: readonly Status[] = ['provisional', 'revised', 'final', 'estimated', 'suppressed', 'missing'];

/** What one statement says of one observation. Numbers hold 12 significant digits. */
export interface Figure {
  /** Null where suppressed or missing. */
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Published confidence limits, and the level in per cent (95, 99.8) that they were published at. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number | null;
  readonly status: Status;
  /** Why there is no value, or what to mind about it: `not-available`, `low-reliability`, `dropped` ... */
  readonly reason: string | null;
}

/** A figure with a value and nothing else known. */
export function figure(value: number | null, more: Partial<Figure> = {}): Figure {
  return { value, numerator: null, denominator: null, lower: null, upper: null, level: null, status: 'final', reason: null, ...more };
}

/** Whether two figures say the same. */
export function sameFigure(a: Figure, b: Figure): boolean {
  return (
    sameNumber(a.value, b.value) &&
    a.status === b.status &&
    sameNumber(a.numerator, b.numerator) &&
    sameNumber(a.denominator, b.denominator) &&
    sameNumber(a.lower, b.lower) &&
    sameNumber(a.upper, b.upper) &&
    a.level === b.level &&
    a.reason === b.reason
  );
}
