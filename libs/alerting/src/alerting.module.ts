import { Module } from '@nestjs/common';
import { AlertsController } from './http/alerts.controller.js';
import { ListAlertsHandler } from './list-alerts.js';

/** Alerting over HTTP: who was told of what. */
@Module({ controllers: [AlertsController], providers: [ListAlertsHandler] })
export class AlertingModule {}
