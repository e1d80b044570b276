import type { Occasion } from './domain/cause.js';
import type { Touched } from './domain/reach.js';
import type { Trigger } from './domain/types.js';
import type { Documents } from './documents.js';
import type { LogCut } from './element-figures.js';

/** One event of the log to be judged upon, and all that goes with it. */
export interface Task {
  readonly trigger: Trigger;
  readonly occasion: Occasion;
  readonly touched: Touched;
  readonly backfill: boolean;
  /** A withdrawal was undone. */
  readonly reinstates?: boolean;
  /** At the trigger's position. */
  readonly cut: LogCut;
  readonly documents: Documents;
}
