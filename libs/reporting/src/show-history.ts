import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Judgement } from '#libs/assessment';
import { JudgementPages } from './judgement-pages.js';

/** Every judgement of an indicator in an area, period after period: the lines that a chart draws. */
export class ShowHistory extends Query<readonly Judgement[]> {
  constructor(
    readonly indicator: string,
    readonly area: string,
  ) {
    super();
  }
}

@QueryHandler(ShowHistory)
export class ShowHistoryHandler implements IQueryHandler<ShowHistory> {
  constructor(private readonly pages: JudgementPages) {}

  execute({ indicator, area }: ShowHistory): Promise<readonly Judgement[]> {
    return this.pages.history(indicator, area);
  }
}
