import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Lease, Leases, Signal } from '#libs/event-feed';
import { EventStore, type Subscription } from '#libs/event-store';
import { HealthIssues } from '#libs/platform/work';
import { AlertRecorder } from './alert-recorder.js';
import { AlertSender } from './alert-sender.js';

/** How often it looks when nothing was appended: for what waits, and for health. */
const IDLE_MS = 1_000;
/** The shortest pause between two rounds, so that a flood of appends is read in batches. */
const PAUSE_MS = 20;
const AFTER_A_FAULT_MS = 2_000;
/** How often an instance that stands by asks whether it is its turn. */
const STANDBY_MS = 500;
const HEALTH_MS = 5_000;
/** A round that takes longer than this is itself an issue. */
const ROUND_MS_MAX = 45_000;
/** The right to send: it spares receivers repeats, while the alert streams settle which of two senders recorded what. */
const LEASE = 'alert-sender';
/** What a round may have to do with: breaches, alerts, and areas that find their region. */
const CATEGORIES = ['breach', 'alert', 'catalogue'];

/** Keeps the sender going, one round after the other, in one instance at a time, from the start of its process to the end. */
@Injectable()
export class SenderLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('AlertSender');
  private readonly news = new Signal();
  private listening: Subscription | undefined;
  private health: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private lease: Lease | undefined;
  private stopped = false;
  private fault: string | undefined;
  private roundSince = 0;

  constructor(
    private readonly sender: AlertSender,
    private readonly recorder: AlertRecorder,
    private readonly leases: Leases,
    private readonly events: EventStore,
    private readonly issues: HealthIssues,
  ) {}

  /** Alerting begins before any reader does: what they confirm is news. */
  async onApplicationBootstrap(): Promise<void> {
    await this.recorder.newsFrom();
    this.listening = this.events.listen(() => this.news.raise(), CATEGORIES);
    this.health = setInterval(() => this.report(), HEALTH_MS).unref();
    this.running = this.run();
  }

  /** Resolves when no delivery is in hand any more, and another instance may send. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.health);
    this.news.raise();
    await this.running;
    await this.listening?.stop();
    await this.lease?.release();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      this.news.lower();
      const waitMs = await this.round();
      this.report();
      if (this.stopped) return;
      await this.news.wait(waitMs);
      if (!this.stopped) await setTimeout(PAUSE_MS);
    }
  }

  /** Answers how long to wait for news before the next. */
  private async round(): Promise<number> {
    this.roundSince = performance.now();
    try {
      if (!(await this.isOurTurn())) return STANDBY_MS;
      await this.sender.sendDue();
      this.fault = undefined;
      return Math.min(IDLE_MS, this.sender.restMs());
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
      this.log.error('A round of deliveries broke; what is unsent is tried again.', error instanceof Error ? error.stack : this.fault);
      this.sender.reset(); // As after a crash: nothing is lost, for the log still says what is due.
      await setTimeout(AFTER_A_FAULT_MS);
      return 0;
    } finally {
      this.roundSince = 0;
    }
  }

  private async isOurTurn(): Promise<boolean> {
    if (this.lease?.isHeld()) return true;
    this.sender.reset();
    this.lease = await this.leases.take(LEASE);
    return this.lease !== undefined;
  }

  private report(): void {
    const isSlow = this.roundSince > 0 && performance.now() - this.roundSince > ROUND_MS_MAX;
    const fault = this.fault ?? (isSlow ? `no answer for ${Math.round((performance.now() - this.roundSince) / 1000)} s` : undefined);
    const broken =
      fault === undefined ? [] : [{ severity: 'degraded' as const, code: 'alerting-failing', text: `Alerts are not sent: ${fault}` }];
    this.issues.report('alerting', [...broken, ...this.sender.issues()]);
  }
}
