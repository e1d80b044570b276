import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Judgement } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import type { Page } from '#libs/read-store';
import { elementTitle } from './pages/titles.js';
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

/** A judgement as `GET /progress` gives it: with the title of its element, and what it differs by from the one before it. */
export interface ShownJudgement extends Judgement {
  readonly title: string;
  readonly causes: readonly Judgement['cause'][];
}

/** Judgements with their numbers and causes: of each area by each element, the latest period unless asked. */
export class ListProgress extends Query<Page<ShownJudgement>> {
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
  constructor(
    private readonly pages: JudgementPages,
    private readonly catalogue: Catalogue,
  ) {}

  async execute({ filter: { period, ...filter }, limit, cursor }: ListProgress): Promise<Page<ShownJudgement>> {
    const page = this.pages;
    const found = await (period === undefined ? page.latest(filter, limit, cursor) : page.ofPeriod({ ...filter, period }, limit, cursor));
    const catalogue = await this.catalogue.upToDate();
    return { items: found.items.map((judgement) => shown(judgement, catalogue)), next: found.next };
  }
}

function shown(judgement: Judgement, catalogue: CatalogueView): ShownJudgement {
  const { target, element, cause } = judgement;
  return { ...judgement, title: elementTitle(target, element, catalogue), causes: cause === 'none' ? [] : [cause] };
}
