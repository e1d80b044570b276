import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, ReadStore } from '#libs/read-store';

/** Submissions as the read model shows them, the latest first; of these feeds and in this state alone when given. */
export class ListSubmissions extends Query<Page<object>> {
  constructor(
    readonly of: { readonly feeds: readonly string[] | undefined; readonly state: string | undefined },
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListSubmissions)
export class ListSubmissionsHandler implements IQueryHandler<ListSubmissions> {
  constructor(private readonly read: ReadStore) {}

  execute({ of: { feeds, state }, limit, cursor }: ListSubmissions): Promise<Page<object>> {
    if (feeds?.length === 0) return Promise.resolve({ items: [], next: null });
    const where = { ...(feeds ? { feed: feeds } : {}), ...(state === undefined ? {} : { state }) };
    return this.read.find('submissions', { where, sort: 'received', descending: true, limit, cursor });
  }
}
