import type { Lease, Leases } from './leases.js';

/** A loop's turn to be the active one: it lasts as long as its lease. */
export class Turn {
  private lease: Lease | undefined;
  private wasRefused = false;

  constructor(
    private readonly leases: Leases,
    private readonly name: string,
  ) {}

  /** The lease's token; 0 before the first. */
  get token(): number {
    return this.lease?.token ?? 0;
  }

  isMine(): boolean {
    return this.lease?.isHeld() ?? false;
  }

  /** Whether another has the turn, as far as is known: the first asking may still be under way. */
  get isAnothers(): boolean {
    return this.lease ? !this.lease.isHeld() : this.wasRefused;
  }

  /** Asks for it; whether it is ours now. */
  async take(): Promise<boolean> {
    this.lease = await this.leases.take(this.name);
    this.wasRefused = !this.lease;
    return this.lease !== undefined;
  }

  /** Lets it go, so that a standby need not wait. */
  async end(): Promise<void> {
    await this.lease?.release();
  }
}
