import type { LimitsAt } from './limits.js';
import type { Certainty } from './types.js';

/** The highest level at which the limits are clear of the line; a line that lies exactly on a limit counts as inside. */
export function certaintyOf(limits: readonly LimitsAt[], line: number): Certainty {
  const level = Math.max(0, ...limits.filter((at) => isClear(at, line)).map((at) => at.level));
  if (level >= 99.8) return '99.8';
  return level >= 95 ? '95' : 'point';
}

function isClear({ lower, upper }: LimitsAt, line: number): boolean {
  return (lower !== null && lower > line) || (upper !== null && upper < line);
}
