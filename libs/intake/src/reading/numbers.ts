import { twelveDigits } from '#libs/kernel';
import { textOf } from './text-body.js';

/** What `parseNumber` answers for a cell that holds something other than a number; a blank cell is NaN. */
export const NOT_A_NUMBER = Infinity;

const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const EXACT = 1e12; // Up to here a mantissa has twelve digits at most, and one division rounds correctly.
const [ZERO, NINE, DOT, MINUS, PLUS, SPACE, TAB] = [48, 57, 46, 45, 43, 32, 9] as const;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * Reads a decimal from bytes, to 12 significant digits: padded, signed, with an exponent, or with commas between
 * thousands. NaN when blank, `NOT_A_NUMBER` for all else: NaN and Infinity as words, hexadecimals, units.
 */
// eslint-disable-next-line complexity -- seven times a row: one pass over the bytes, and no text is made.
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let p = start;
  let last = end;
  while (p < last && (bytes[p] === SPACE || bytes[p] === TAB)) p++;
  while (last > p && (bytes[last - 1] === SPACE || bytes[last - 1] === TAB)) last--;
  if (p === last) return NaN;
  const from = p;
  const sign = bytes[p]!;
  if (sign === MINUS || sign === PLUS) p++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; p < last; p++) {
    const c = bytes[p]!;
    if (c >= ZERO && c <= NINE) {
      mantissa = mantissa * 10 + (c - ZERO);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (c === DOT && decimals < 0) decimals = 0;
    else return slowly(bytes, from, last);
  }
  if (digits === 0 || mantissa >= EXACT || digits > 22) return slowly(bytes, from, last);
  const size = decimals > 0 ? mantissa / POWERS[decimals]! : mantissa;
  return sign === MINUS && size !== 0 ? -size : size;
}

/** Reads a number whose decimal mark is a comma, with points between thousands at most; answers as `parseNumber` does. */
export function parseDecimalComma(bytes: Uint8Array, start: number, end: number): number {
  const text = end - start > 400 ? 'x' : textOf(bytes, start, end).trim();
  if (text === '') return NaN;
  const plain = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) ? text.replaceAll('.', '') : text;
  const pointed = plain.replace(',', '.');
  return PLAIN.test(pointed) ? held(pointed) : NOT_A_NUMBER;
}

/** Exponents, commas, and more digits than are kept: rare, so by way of text. */
function slowly(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 400) return NOT_A_NUMBER;
  const text = textOf(bytes, start, end).trim(); // Of no-break spaces and line ends, too.
  if (text === '') return NaN;
  if (PLAIN.test(text)) return held(text);
  if (THOUSANDS.test(text)) return held(text.replaceAll(',', ''));
  return NOT_A_NUMBER;
}

/** The number of a plain decimal; `NOT_A_NUMBER` for one that is too large to be held, or so small that it would be zero. */
function held(text: string): number {
  const x = Number(text);
  const isLost = x === 0 && /^[+-]?[.0]*[1-9]/.test(text);
  return Number.isFinite(x) && !isLost ? twelveDigits(x) : NOT_A_NUMBER;
}
