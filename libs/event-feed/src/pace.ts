import type { RetryPolicy } from '#libs/kernel';

/** How a feed spends its time; every value has a default that suits the embedded stores. */
export interface Pace {
  /** Events a batch holds at most, unless a reader asks for fewer. */
  readonly batchMax: number;
  /** How long nothing must have come before a reader that has nothing to write records how far it has read. */
  readonly quietMs: number;
  /** How often it records that at most while events of others keep coming. */
  readonly recordMs: number;
  /** How long a reader waits after an error before it reads on. */
  readonly retry: RetryPolicy;
  /** How often a standby asks for its turn, and looks how far the active one is. */
  readonly standbyMs: number;
  /** How often the active one looks whether a standby was asked for a rebuild. */
  readonly lookMs: number;
}

export const PACE: Pace = {
  batchMax: 500,
  quietMs: 20,
  recordMs: 1_000,
  retry: { firstMs: 200, longestMs: 10_000 },
  standbyMs: 1_000,
  lookMs: 3_000,
};
