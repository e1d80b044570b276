/** How long to try, in milliseconds. */
export interface Patience {
  /** One call, save for those that search the whole log. */
  readonly attemptMs: number;
  /** A call that searches the whole log: EventStoreDB looks at each event, and says nothing until it finds one. */
  readonly searchMs: number;
  /** All attempts together, before a fault is reported. */
  readonly totalMs: number;
  /** How long opening may take. */
  readonly openMs: number;
  /** How often listeners are called even where nothing is heard. */
  readonly tickMs: number;
}

/** For a server on the same network, with room for a change of leader. */
export const PATIENCE: Patience = { attemptMs: 5_000, searchMs: 120_000, totalMs: 15_000, openMs: 10_000, tickMs: 800 };
