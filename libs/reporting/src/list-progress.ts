import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Judgement } from '#libs/assessment';
import type { Page } from '#libs/read-store';
import { JudgementPages } from './judgement-pages.js';

/** What a question about progress may be narrowed by. `period` is text as people write it; the latest when left out. */
export interface ProgressFilter {
  readonly lsp?: string;
  readonly area?: string;
  readonly target?: string;
  readonly theme?: string;
  readonly region?: string;
  readonly period?: string;
}

/** Judgements with their numbers and causes: of each area by each element, the latest period unless asked. */
export class ListProgress extends Query<Page<Judgement>> {
  constructor(
    readonly filter: ProgressFilter,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListProgress)
export class ListProgressHandler implements IQueryHandler<ListProgress> {
  constructor(private readonly pages: JudgementPages) {}

  execute({ filter: { period, ...filter }, limit, cursor }: ListProgress): Promise<Page<Judgement>> {
    return period === undefined ? this.pages.latest(filter, limit, cursor) : this.pages.ofPeriod({ ...filter, period }, limit, cursor);
  }
}
