import { type IQueryHandler, Query as Question, QueryHandler } from '@nestjs/cqrs';
import { type Page, type Query, ReadStore } from '#libs/read-store';
import type { SubmissionDocument } from './domain/submission-document.js';
import { SUBMISSIONS } from './readers/submissions-reader.js';

/** What was delivered, the latest first; on these feeds alone where they are given. */
export class ListArrivals extends Question<Page<SubmissionDocument>> {
  constructor(
    readonly feeds: readonly string[] | undefined,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListArrivals)
export class ListArrivalsHandler implements IQueryHandler<ListArrivals> {
  constructor(private readonly readStore: ReadStore) {}

  async execute({ feeds, limit, cursor }: ListArrivals): Promise<Page<SubmissionDocument>> {
    if (feeds?.length === 0) return { items: [], next: null };
    const where: Query['where'] = feeds === undefined ? {} : { feed: feeds };
    return this.readStore.find<SubmissionDocument>(SUBMISSIONS.name, { where, sort: 'received', descending: true, limit, cursor });
  }
}
