import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Metrics } from '#libs/platform';
import { ReadStore } from '#libs/read-store';
import { ALERTS } from './alerts-reader.js';
import type { AlertDocument } from './domain/alert-document.js';

/** How many alerts are due and how many failed, and the age of the oldest that is due, in every scrape. */
@Injectable()
export class AlertMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly readStore: ReadStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('floor_alerts_due', 'Alerts that are recorded and not yet delivered', () => this.count('due'));
    this.metrics.gauge('floor_alerts_failed', 'Alerts that cannot be delivered and are not tried again', () => this.count('failed'));
    this.metrics.gauge('floor_alerts_oldest_seconds', 'Age of the oldest alert that is not yet delivered', () => this.oldestSeconds());
  }

  private count(state: AlertDocument['state']): Promise<number> {
    return this.readStore.count(ALERTS.name, { state });
  }

  private async oldestSeconds(): Promise<number> {
    const { items } = await this.readStore.find<AlertDocument>(ALERTS.name, { where: { state: 'due' }, sort: 'dueAt', limit: 1 });
    return items[0] ? Math.max(0, (this.clock.now().getTime() - Date.parse(items[0].dueAt)) / 1_000) : 0;
  }
}
