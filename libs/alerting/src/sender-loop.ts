import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Lease, Leases } from '#libs/event-feed';
import { AlertSender } from './alert-sender.js';

const EVERY_MS = 100;
const AFTER_A_FAULT_MS = 2_000;
/** How often an instance that stands by asks whether it is its turn. */
const STANDBY_MS = 500;
/** The right to send: it spares receivers repeats, while the alert streams settle which of two senders recorded what. */
const LEASE = 'alert-sender';

/** Keeps the sender going, one round after the other, in one instance at a time, from the start of its process to the end. */
@Injectable()
export class SenderLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('AlertSender');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private lease: Lease | undefined;
  private stopped = false;

  constructor(
    private readonly sender: AlertSender,
    private readonly leases: Leases,
  ) {}

  onApplicationBootstrap(): void {
    this.again(EVERY_MS);
  }

  /** Resolves when no delivery is in hand any more, and another instance may send. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
    await this.lease?.release();
  }

  private again(waitMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => (this.round = this.sendOnce()), waitMs);
  }

  private async sendOnce(): Promise<void> {
    try {
      if (!this.lease?.isHeld()) this.lease = await this.leases.take(LEASE);
      if (!this.lease) return this.again(STANDBY_MS);
      const sent = await this.sender.sendDue();
      this.again(sent > 0 ? 0 : EVERY_MS);
    } catch (fault) {
      this.log.error('A round of deliveries broke; what is unsent is tried again.', fault instanceof Error ? fault.stack : String(fault));
      this.again(AFTER_A_FAULT_MS); // Nothing is lost: the alert streams still say that it is due.
    }
  }
}
