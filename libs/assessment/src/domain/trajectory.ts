import type { Trajectory } from '#libs/catalogue';
import { endOf, type Period } from '#libs/kernel';

/** From where to where an element is to move, and between which periods. */
export interface Journey {
  readonly baseline: number;
  readonly target: number;
  /** The baseline's period. */
  readonly from: Period;
  /** The period in which the target is to be reached. */
  readonly until: Period;
}

interface Point {
  readonly at: number;
  readonly value: number;
}

/** Where a period's end lies, in months; only differences mean something. */
function monthsAt(period: Period): number {
  const [year, month, day] = endOf(period).split('-').map(Number) as [number, number, number];
  return year * 12 + month + (day - 1) / 31;
}

/**
 * The value that the trajectory expects of a period; before its start the baseline, after its end the target.
 * Linear: b + (T-b)k/n; compound: b(T/b)^(k/n); stored milestones win over both, and between two of them the path is straight.
 */
export function expectedAt(
  journey: Journey,
  trajectory: Pick<Trajectory, 'shape'>,
  period: Period,
  milestones: readonly Milestone[] = [],
): number {
  const start = { at: monthsAt(journey.from), value: journey.baseline };
  const end = { at: monthsAt(journey.until), value: journey.target };
  const now = monthsAt(period);
  if (trajectory.shape === 'milestones') {
    const stored = milestones.map((m) => ({ at: monthsAt(m.period), value: m.value }));
    return between([...[start, end].filter(({ at }) => !stored.some((s) => s.at === at)), ...stored], now);
  }
  const share = Math.min(1, Math.max(0, (now - start.at) / (end.at - start.at)));
  // A compound path cannot reach or cross zero; a straight one can.
  if (trajectory.shape === 'compound' && start.value * end.value > 0) return start.value * (end.value / start.value) ** share;
  return start.value + (end.value - start.value) * share;
}

/** A value stored for a period. */
export interface Milestone {
  readonly period: Period;
  readonly value: number;
}

function between(points: readonly Point[], now: number): number {
  const path = [...points].sort((a, b) => a.at - b.at);
  const after = path.find(({ at }) => at >= now);
  const before = path.findLast(({ at }) => at <= now);
  if (!before || !after) return (before ?? after)!.value;
  if (after.at === before.at) return after.value;
  return before.value + ((after.value - before.value) * (now - before.at)) / (after.at - before.at);
}

/** The share of the way from baseline to target that has been gone: 1 is all of it. Null when there was no way to go. */
export function progressShare({ baseline, target }: Pick<Journey, 'baseline' | 'target'>, value: number): number | null {
  return baseline === target ? null : (value - baseline) / (target - baseline);
}
