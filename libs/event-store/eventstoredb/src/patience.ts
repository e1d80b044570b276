/** How long to try, in milliseconds. */
export interface Patience {
  /** How long a server may be silent before a call is given up, and how long until a connection to it stands. */
  readonly attemptMs: number;
  /** The same for a search of the whole log: EventStoreDB looks at each event, and says nothing until it finds one. */
  readonly searchMs: number;
  /** All attempts together, before a fault is reported. */
  readonly totalMs: number;
  /** How long opening may take. */
  readonly openMs: number;
  /** How often listeners are called even where nothing is heard. */
  readonly tickMs: number;
}

/** For a server on the same network, with room for a change of leader. */
export const PATIENCE: Patience = { attemptMs: 5_000, searchMs: 120_000, totalMs: 15_000, openMs: 8_000, tickMs: 600 };
