import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, ReadStore } from '#libs/read-store';

/** Submissions as the read model shows them, the latest first; of these feeds alone when given. */
export class ListSubmissions extends Query<Page<object>> {
  constructor(
    readonly feeds: readonly string[] | undefined,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListSubmissions)
export class ListSubmissionsHandler implements IQueryHandler<ListSubmissions> {
  constructor(private readonly read: ReadStore) {}

  execute({ feeds, limit, cursor }: ListSubmissions): Promise<Page<object>> {
    const only = feeds ? { where: { feed: feeds } } : {};
    return this.read.find('submissions', { ...only, sort: 'received', descending: true, limit, cursor });
  }
}
