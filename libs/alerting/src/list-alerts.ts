import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, ReadStore } from '#libs/read-store';
import { ALERTS } from './alerts-reader.js';
import type { AlertDocument } from './domain/alert-document.js';

/** Alerts, the latest due first, of the areas of one region or of all, in one state or any. */
export class ListAlerts extends Query<Page<AlertDocument>> {
  constructor(
    readonly filter: { readonly region?: string; readonly state?: string },
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListAlerts)
export class ListAlertsHandler implements IQueryHandler<ListAlerts> {
  constructor(private readonly readStore: ReadStore) {}

  execute({ filter, limit, cursor }: ListAlerts): Promise<Page<AlertDocument>> {
    const where = { ...(filter.region && { region: filter.region }), ...(filter.state && { state: filter.state }) };
    return this.readStore.find<AlertDocument>(ALERTS.name, { where, sort: 'dueAt', descending: true, limit, cursor });
  }
}
