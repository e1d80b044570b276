import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore } from '#libs/read-store';
import type { SubmissionDocument } from './domain/submission-document.js';
import { SUBMISSIONS } from './readers/submissions-reader.js';

/** The submissions with these ids, those that are known, by id. */
export class ShowSources extends Query<ReadonlyMap<string, SubmissionDocument>> {
  constructor(readonly ids: readonly string[]) {
    super();
  }
}

@QueryHandler(ShowSources)
export class ShowSourcesHandler implements IQueryHandler<ShowSources> {
  constructor(private readonly readStore: ReadStore) {}

  async execute({ ids }: ShowSources): Promise<ReadonlyMap<string, SubmissionDocument>> {
    const found = await this.readStore.getMany<SubmissionDocument>(SUBMISSIONS.name, ids);
    return new Map(found.flatMap((document) => (document === undefined ? [] : [[document.submission, document]])));
  }
}
