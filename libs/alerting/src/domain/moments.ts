/* eslint-disable no-restricted-globals -- Reads and writes a moment that is given; no clock is asked. */

/** A recorded moment in milliseconds. */
export const msOf = (moment: string): number => Date.parse(moment);

/** Milliseconds as a moment is recorded. */
export const momentOf = (ms: number): string => new Date(ms).toISOString();
