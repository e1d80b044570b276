import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { AreaJudgement } from '#libs/assessment';
import { JudgementPages } from './judgement-pages.js';

/** A partnership, with all areas in it, or one area. */
export type Place = { readonly lsp: string } | { readonly area: string };

/** The latest judgement, with its recent past, of every area of a place by every element: all of them, in order of element. */
export class ShowPlace extends Query<readonly AreaJudgement[]> {
  constructor(readonly place: Place) {
    super();
  }
}

@QueryHandler(ShowPlace)
export class ShowPlaceHandler implements IQueryHandler<ShowPlace> {
  constructor(private readonly pages: JudgementPages) {}

  execute({ place }: ShowPlace): Promise<readonly AreaJudgement[]> {
    return this.pages.all(place);
  }
}
