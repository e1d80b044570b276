/*
 * A column of n numbers and nulls, packed: a header byte, n as a varint, a bit for each number (1: null) when
 * NULLS is set, then the m numbers that are not null, as the shape says. Numbers are whole: each stands for itself
 * over ten to the power of the header's low four bits, except in the shape FLOATS. A storage format: golden in pack.spec.ts.
 */

/** How the numbers that are not null follow, in bits 4 to 6 of the header. */
export const Shape = {
  /** A zigzag varint each. */
  PLAIN: 0,
  /** A zigzag varint each: the difference from the one before, the first from 0. */
  DIFFERENCES: 1,
  /** For each run of equal numbers its zigzag varint and its length less one as a varint. */
  RUNS: 2,
  /** The same for the differences. */
  RUNS_OF_DIFFERENCES: 3,
  /** The least as a zigzag varint, a width, then the excess of each over the least in that many bits, lowest bits first. */
  BITS: 4,
  /** Eight bytes each, little-endian. */
  FLOATS: 5,
} as const;

export const NULLS = 0x80;
export const DECIMALS_MAX = 9;
export const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;

/** Beyond it a number is kept as a float, for the zigzag of a difference of two must be exact in 53 bits. */
export const WHOLE_MAX = 2 ** 51;

/** The widest excess that the shape BITS takes; wider ones would not fit 32-bit shifts with seven bits in hand. */
export const WIDTH_MAX = 24;

/** 0, -1, 1, -2, 2 ... as 0, 1, 2, 3, 4 ..., so that numbers near 0 are short on either side. */
export function zigzag(whole: number): number {
  return whole < 0 ? -2 * whole - 1 : 2 * whole;
}

export function unzigzag(code: number): number {
  if (code <= 0x7fffffff) return (code >>> 1) ^ -(code & 1);
  return code % 2 === 0 ? code / 2 : -(code + 1) / 2;
}
