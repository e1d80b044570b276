import { Module, type OnModuleInit } from '@nestjs/common';
import { ReadStore } from '#libs/read-store';
import { AlertMetrics } from './alert-metrics.js';
import { ALERTS } from './alerts-reader.js';
import { AlertsController } from './http/alerts.controller.js';
import { ListAlertsHandler } from './list-alerts.js';
import { RetryAlertHandler } from './retry-alert.js';

/** Alerting over HTTP: who was told of what. */
@Module({ controllers: [AlertsController], providers: [ListAlertsHandler, RetryAlertHandler, AlertMetrics] })
export class AlertingModule implements OnModuleInit {
  constructor(private readonly readStore: ReadStore) {}

  /** A question may come before the readers have made their collection. */
  onModuleInit(): Promise<void> {
    return this.readStore.define([ALERTS]);
  }
}
