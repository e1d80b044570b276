import type { Superseded } from './superseding.js';

/** What a judgement may say. Reduction and level are on or off course before their end and met or in breach at it. */
export type Outcome = 'met' | 'on-course' | 'off-course' | 'breach' | 'not-judged';

/** `point`: no limits, or the line lies inside them; else the level at which the limits are clear of the line. */
export type Certainty = 'point' | '95' | '99.8';

/** Why a judgement differs from the one before it. */
export type Cause = 'first' | 'own-figure' | 'comparator' | 'target-version' | 'method' | 'boundary' | 'date' | 'none';

/** What an element says of an area in a period, as `GET /progress` gives it. Derived, never logged. */
export interface Judgement {
  readonly target: string;
  readonly element: string;
  readonly theme: string;
  readonly indicator: string;
  readonly area: string;
  /** As people write it. */
  readonly period: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly outcome: Outcome;
  readonly certainty: Certainty;
  /**
   * For not judged: `missing`, `suppressed`, `partial`, `dropped`, `input-parked`, `no-comparator`, `no-baseline`,
   * `not-comparable`, `period-not-ended`, `no-polarity`, `kind-not-judged`, `out-of-range`; else null.
   */
  readonly reason: string | null;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number | null;
  readonly status: string | null;
  /** The line judged against: the floor, the multiple of the national figure, or the trajectory's value. */
  readonly floor: number | null;
  readonly expected: number | null;
  readonly comparator: { readonly area: string; readonly value: number | null } | null;
  /** Positive is good, in the indicator's unit. */
  readonly distance: number | null;
  readonly cause: Cause;
  readonly targetVersion: number;
  /** Of the event that made it so. */
  readonly position: string;
}

/** What moved an episode. */
export interface Trigger {
  /** The id and position of the log event. */
  readonly event: string;
  readonly position: string;
  /** Null when not a submission. */
  readonly submission: string | null;
  /** The day in London. */
  readonly date: string;
}

/** Every breach event carries its numbers, its cause and its trigger. */
export interface BreachStep {
  readonly v: 1;
  /** `<element stream key>`'s episode, uuid5. */
  readonly episode: string;
  readonly judgement: Judgement;
  readonly trigger: Trigger;
}

export type BreachEvent =
  | { readonly type: 'BreachSuspected'; readonly data: BreachStep }
  | { readonly type: 'BreachConfirmed'; readonly data: BreachStep & { readonly by: '99.8' | 'two-periods' | 'margin' } }
  | { readonly type: 'BreachRecovering'; readonly data: BreachStep }
  | { readonly type: 'BreachRelapsed'; readonly data: BreachStep }
  | { readonly type: 'BreachCleared'; readonly data: BreachStep }
  | { readonly type: 'BreachWithdrawn'; readonly data: BreachStep }
  | { readonly type: 'BreachSuperseded'; readonly data: BreachStep & Superseded };

export type BreachState = 'suspected' | 'confirmed' | 'recovering' | 'cleared' | 'withdrawn' | 'superseded';

/** `breach-<target>.<element>-<area>` */
export const breachStream = (target: string, element: string, area: string): string => `breach-${target}.${element}-${area}`;
