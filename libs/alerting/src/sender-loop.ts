import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AlertSender } from './alert-sender.js';

const EVERY_MS = 100;
const AFTER_A_FAULT_MS = 2_000;

/** Keeps the sender going, one round after the other, from the start of its process to the end. */
@Injectable()
export class SenderLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('AlertSender');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly sender: AlertSender) {}

  onApplicationBootstrap(): void {
    this.again(EVERY_MS);
  }

  /** Resolves when no delivery is in hand any more. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private again(waitMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => (this.round = this.sendOnce()), waitMs);
  }

  private async sendOnce(): Promise<void> {
    try {
      const sent = await this.sender.sendDue();
      this.again(sent > 0 ? 0 : EVERY_MS);
    } catch (fault) {
      this.log.error('A round of deliveries broke; what is unsent is tried again.', fault instanceof Error ? fault.stack : String(fault));
      this.again(AFTER_A_FAULT_MS); // Nothing is lost: the alert streams still say that it is due.
    }
  }
}
