/** A confidence level in per cent: 95 for a colour, 99.8 for a surprise. */
export type Level = 95 | 99.8;

/** Two limits round an estimate. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The normal deviate that cuts off half of what the level leaves out. */
export const Z: Readonly<Record<Level, number>> = { 95: 1.959963984540054, 99.8: 3.090232306167813 };

/** What each tail holds at the level. */
export const TAIL: Readonly<Record<Level, number>> = { 95: 0.025, 99.8: 0.001 };
