import type { CatalogueView } from '#libs/catalogue';
import { elementTitle } from './pages/titles.js';
import type { BreachStory } from './domain/breach-story.js';

/** An episode with the names and the sentence that a person reads. */
export type NamedStory = Omit<BreachStory, 'versions'> & {
  /** What is asked of the area, in plain words. */
  readonly title: string;
  readonly sentence: string | null;
  readonly areaName: string;
  readonly regionName: string | null;
  readonly lspName: string | null;
};

/** The story with names as the catalogue has them today. */
export function named({ versions: _, ...story }: BreachStory, catalogue: CatalogueView): NamedStory {
  const nameOf = (code: string | null): string | null => (code === null ? null : (catalogue.area(code)?.name ?? code));
  return {
    ...story,
    title: elementTitle(story.target, story.element, catalogue),
    sentence: catalogue.target(story.target)?.versions.at(-1)?.sentence ?? null,
    areaName: nameOf(story.area) ?? story.area,
    regionName: nameOf(story.region),
    lspName: nameOf(story.lsp),
  };
}
