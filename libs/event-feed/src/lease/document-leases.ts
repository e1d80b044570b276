import type { ReadStore } from '#libs/read-store';
import { isStoreFault } from '../store-fault.js';
import { HeldLease } from './held-lease.js';
import { type LeaseDocument, leasePut, LEASES } from './lease-document.js';
import { type Lease, Leases } from './leases.js';
import { type MonotonicTime, ProcessTime } from './monotonic-time.js';
import { Silence } from './silence.js';

/** How long a lease lasts without being renewed, and how often it is. */
export interface LeaseTerms {
  readonly ttlMs: number;
  readonly renewMs: number;
  /** So much before its end the holder gives up, for its time and another's may run a little apart. */
  readonly marginMs: number;
}

export const LEASE_TERMS: LeaseTerms = { ttlMs: 10_000, renewMs: 3_000, marginMs: 2_000 };

/** Leases as documents of the read store that several instances share, moved by guarded writes. */
export class DocumentLeases extends Leases {
  override readonly isSole = false;
  private readonly held = new Map<string, HeldLease>();
  private readonly asking = new Set<string>();
  private readonly silence: Silence;
  private defined: Promise<void> | undefined;
  private stopRenewing: (() => void) | undefined;
  private renewing: Promise<void> | undefined;

  /** `holder` must be no other instance's, of this run or of an earlier one. */
  constructor(
    private readonly documents: ReadStore,
    private readonly holder: string,
    private readonly terms: LeaseTerms = LEASE_TERMS,
    private readonly time: MonotonicTime = new ProcessTime(),
  ) {
    super();
    this.silence = new Silence(3 * terms.ttlMs);
  }

  override async take(name: string): Promise<Lease | undefined> {
    if (this.held.get(name)?.isHeld() || this.asking.has(name)) return undefined;
    this.asking.add(name);
    try {
      await this.define();
      const stored = await this.documents.get<LeaseDocument>(LEASES.name, name);
      if (stored && !this.isFree(stored)) return undefined;
      return await this.move(name, stored);
    } finally {
      this.asking.delete(name);
    }
  }

  override async close(): Promise<void> {
    this.stopRenewing?.();
    await this.renewing;
    for (const lease of [...this.held.values()]) await lease.release();
  }

  /** Let go, left over from a taking of ours that we never heard of, or silent for as long as a lease lasts. */
  private isFree(stored: LeaseDocument): boolean {
    if (stored.holder === null || stored.holder === this.holder) return true;
    return this.silence.ofMs(stored, this.time.nowMs()) >= this.terms.ttlMs;
  }

  /** Writes the next beat and looks whether it was ours that the store took. */
  private async move(name: string, stored: LeaseDocument | undefined): Promise<Lease | undefined> {
    const next: LeaseDocument = { name, holder: this.holder, token: (stored?.token ?? 0) + 1, beat: (stored?.beat ?? 0) + 1 };
    const untilMs = this.untilMs();
    await this.documents.write({ puts: [leasePut(next)] });
    const now = await this.documents.get<LeaseDocument>(LEASES.name, name);
    if (now?.holder !== this.holder || now.beat !== next.beat) return undefined;
    this.silence.forget(name);
    const lease = new HeldLease(
      next,
      untilMs,
      () => this.time.nowMs(),
      (gone) => this.letGo(gone),
    );
    this.held.set(name, lease);
    this.stopRenewing ??= this.time.every(this.terms.renewMs, () => this.renew());
    return lease;
  }

  /** Counted from before the write that others will see, so that they count longer. */
  private untilMs(): number {
    return this.time.nowMs() + this.terms.ttlMs - this.terms.marginMs;
  }

  /** One at a time. A fault needs no telling: the leases end by themselves, and whoever takes them again hears of it. */
  private renew(): void {
    this.renewing ??= this.renewAll()
      .catch((error: unknown) => {
        if (!isStoreFault(error)) throw error;
      })
      .finally(() => (this.renewing = undefined));
  }

  private async renewAll(): Promise<void> {
    this.silence.tidy(this.time.nowMs());
    for (const [name, lease] of this.held) if (!lease.isHeld()) this.held.delete(name);
    const leases = [...this.held.values()];
    if (leases.length === 0) return;
    const written = leases.map((lease) => lease.next());
    const untilMs = this.untilMs();
    await this.documents.write({ puts: written.map(leasePut) });
    const stored = await this.documents.getMany<LeaseDocument>(
      LEASES.name,
      leases.map(({ name }) => name),
    );
    leases.forEach((lease, i) => lease.renewed(written[i]!, stored[i], untilMs));
  }

  /** A store that cannot be told is no trouble: the lease is renewed no more, and ends by itself. */
  private async letGo(lease: HeldLease): Promise<void> {
    await this.renewing; // Whose write is one beat on.
    if (this.held.get(lease.name) === lease) this.held.delete(lease.name);
    try {
      await this.documents.write({ puts: [leasePut(lease.next(null))] });
    } catch (error) {
      if (!isStoreFault(error)) throw error;
    }
  }

  private async define(): Promise<void> {
    this.defined ??= this.documents.define([LEASES]);
    await this.defined.catch((error: unknown) => {
      this.defined = undefined;
      throw error;
    });
  }
}
