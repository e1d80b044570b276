import type { LeaseDocument } from './lease-document.js';
import type { Lease } from './leases.js';

/** A lease that this instance has, for as long as it is renewed in time. */
export class HeldLease implements Lease {
  private lost = false;

  constructor(
    /** As it was last written. */
    private document: LeaseDocument,
    private untilMs: number,
    private readonly nowMs: () => number,
    private readonly letGo: (lease: HeldLease) => Promise<void>,
  ) {}

  get name(): string {
    return this.document.name;
  }

  get token(): number {
    return this.document.token;
  }

  /** Once lost, it stays so: what comes after is another taking. */
  isHeld(): boolean {
    this.lost ||= this.nowMs() >= this.untilMs;
    return !this.lost;
  }

  /** What the next write of it would say. */
  next(holder: string | null = this.document.holder): LeaseDocument {
    return { ...this.document, holder, beat: this.document.beat + 1 };
  }

  /** Takes note of a renewal: what was written, what the store holds after it, and until when it is good. */
  renewed(written: LeaseDocument, stored: LeaseDocument | undefined, untilMs: number): void {
    const isInTime = this.isHeld();
    if (stored?.beat !== written.beat || stored.holder !== written.holder || stored.token !== written.token) this.lost = true;
    else this.document = written; // Also when it came too late, for letting go is a write after it.
    if (isInTime) this.untilMs = untilMs;
  }

  async release(): Promise<void> {
    if (!this.isHeld()) return;
    this.lost = true;
    await this.letGo(this);
  }
}
