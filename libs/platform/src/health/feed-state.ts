import type { Lag } from '#libs/event-feed';
import type { HealthIssue } from './health-issues.js';

/** How the reading side stands. */
export interface FeedReport {
  readonly readers: readonly Lag[];
  /** What keeps the readers' thread, the calendar or the feed from working; empty when all is well. */
  readonly troubles: readonly string[];
  /** What the parts of the threads have reported. */
  readonly issues?: readonly HealthIssue[];
}

/** Answers how the reading side stands, within two seconds: what cannot be learned is a trouble, not a wait. */
export abstract class FeedState {
  abstract state(): Promise<FeedReport>;
}
