/** A right that one holder at a time has. Safety never rests on it: it spares work done twice, and every write is guarded all the same. */
export interface Lease {
  readonly name: string;
  /** Grows with each taking, whoever takes: a later holder's is greater. */
  readonly token: number;
  /** False once it was lost: not renewed in time, or taken by another. */
  isHeld(): boolean;
  /** Lets it go, so that the next need not wait for its time to pass; harmless when it was lost. */
  release(): Promise<void>;
}

/** Gives rights to one holder at a time, among the instances that share a read store. */
export abstract class Leases {
  /** Whether nobody else takes any: what is asked for is free then, and what was left open is for us alone to finish. */
  abstract readonly isSole: boolean;
  /**
   * The lease, when nobody holds it or its holder has been silent for as long as a lease lasts; undefined while another
   * holds it. Asked again and again by whoever waits. No two machines' clocks are compared: each counts silence on its own.
   */
  abstract take(name: string): Promise<Lease | undefined>;
  /** Lets go of all that this instance holds. */
  abstract close(): Promise<void>;
}

/** For one process alone on its stores: whatever it asks for is free. */
export class SoleHolder extends Leases {
  override readonly isSole = true;
  private taken = 0;

  override async take(name: string): Promise<Lease> {
    return { name, token: ++this.taken, isHeld: () => true, release: async () => undefined };
  }

  override async close(): Promise<void> {}
}
