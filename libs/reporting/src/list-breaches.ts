import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Catalogue } from '#libs/catalogue/view';
import { type Page, ReadStore } from '#libs/read-store';
import type { BreachStory } from './domain/breach-story.js';
import { placed } from './domain/placed.js';
import { type NamedStory, named } from './named-story.js';
import { BREACHES } from './readers/breaches-reader.js';

/** What a list of breaches may be narrowed by. */
export interface BreachFilter {
  readonly state?: string | readonly string[];
  readonly region?: string;
  readonly lsp?: string;
  readonly area?: string;
  readonly target?: string;
  readonly theme?: string;
}

/** Episodes, the latest opened first. */
export class ListBreaches extends Query<Page<NamedStory>> {
  constructor(
    readonly filter: BreachFilter,
    readonly limit: number,
    readonly cursor?: string,
  ) {
    super();
  }
}

@QueryHandler(ListBreaches)
export class ListBreachesHandler implements IQueryHandler<ListBreaches> {
  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {}

  async execute({ filter, limit, cursor }: ListBreaches): Promise<Page<NamedStory>> {
    const catalogue = await this.catalogue.upToDate();
    const query = { where: placed({ ...filter }, catalogue), sort: 'openedAt', descending: true, limit, cursor };
    const { items, next } = await this.readStore.find<BreachStory>(BREACHES.name, query);
    return { items: items.map((story) => named(story, catalogue)), next };
  }
}
