import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Catalogue } from '#libs/catalogue/view';
import { Refusal } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import type { BreachStory } from './domain/breach-story.js';
import { type NamedStory, named } from './named-story.js';
import { BREACHES } from './readers/breaches-reader.js';

/** One episode, with its steps and its alerts. */
export class ShowBreach extends Query<NamedStory | Refusal> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ShowBreach)
export class ShowBreachHandler implements IQueryHandler<ShowBreach> {
  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {}

  async execute({ id }: ShowBreach): Promise<NamedStory | Refusal> {
    const story = await this.readStore.get<BreachStory>(BREACHES.name, id);
    if (story === undefined) return new Refusal('unknown-breach', `There is no breach ${id}.`);
    return named(story, await this.catalogue.upToDate());
  }
}
