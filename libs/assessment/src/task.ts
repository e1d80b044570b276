import type { Position } from '#libs/event-store';
import type { Occasion } from './domain/cause.js';
import type { Touched } from './domain/reach.js';
import type { Trigger } from './domain/types.js';
import type { Documents } from './documents.js';
import type { LogCut } from './element-figures.js';

/** What a parked event left unjudged. */
export interface MissedPart {
  /** `<target>.<element>`, with `|<area>` behind it where one area alone is meant; empty for all that the event touched. */
  readonly scope: string;
  /** Where the event stands. */
  readonly since: Position;
}

/** One event of the log to be judged upon, and all that goes with it. */
export interface Task {
  readonly trigger: Trigger;
  readonly occasion: Occasion;
  readonly touched: Touched;
  readonly backfill: boolean;
  /** A withdrawal was undone. */
  readonly reinstates?: boolean;
  /** What could not be judged is tried again: this alone, with all that was delivered since as news. */
  readonly retry?: MissedPart;
  /** At the trigger's position. */
  readonly cut: LogCut;
  readonly documents: Documents;
}
