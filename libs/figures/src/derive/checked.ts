import { twelveDigits } from '#libs/kernel';
import { figure, type Figure } from '../figure.js';

/** The figure of a computed value; one that is no finite number is missing, `out-of-range`. */
export function checked(value: number, more: Partial<Figure> = {}): Figure {
  if (!Number.isFinite(value)) return figure(null, { status: 'missing', reason: 'out-of-range' });
  return figure(twelveDigits(value), more);
}
