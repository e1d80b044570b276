import type { CatalogueView } from '#libs/catalogue';
import type { ReadStore } from '#libs/read-store';
import type { BreachStory, Place } from '../domain/breach-story.js';
import type { Moved } from './count-open-breaches.js';

const AT_ONCE = 1_000;

/** Where an area lies by this catalogue. */
export function placeOf(area: string, catalogue: Pick<CatalogueView, 'parentOf'>): Place {
  return { region: catalogue.parentOf(area, 'region') ?? null, lsp: catalogue.parentOf(area, 'district') ?? null };
}

/** The episode where its area lies now; the same one when it has not moved. */
export function placedAnew<T extends BreachStory>(story: T, catalogue: Pick<CatalogueView, 'parentOf'>): T {
  const { region, lsp } = placeOf(story.area, catalogue);
  return story.region === region && story.lsp === lsp ? story : { ...story, region, lsp };
}

/** The stored episodes, but for these, whose areas lie elsewhere by now than when they were written. */
export async function movedStories(
  readStore: ReadStore,
  breaches: string,
  except: ReadonlySet<string>,
  catalogue: CatalogueView,
): Promise<(Moved & { before: BreachStory; id: string })[]> {
  const moved: (Moved & { before: BreachStory; id: string })[] = [];
  let cursor: string | undefined;
  do {
    const page = await readStore.find<BreachStory>(breaches, { limit: AT_ONCE, cursor });
    for (const before of page.items) {
      const after = placedAnew(before, catalogue);
      if (after !== before && !except.has(before.id)) moved.push({ id: before.id, before, after });
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return moved;
}
