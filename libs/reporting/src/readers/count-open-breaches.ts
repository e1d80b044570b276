import type { Collection, Put, Query, ReadStore, Remove } from '#libs/read-store';
import type { BreachStory } from '../domain/breach-story.js';
import { homeOf, OPEN_STATES, type OpenBreaches, openBreaches } from '../domain/open-breaches.js';

/** Where the counts of open breaches are found, one document a partnership. */
export const OPEN_BREACHES: Collection = { name: 'open-breaches', fields: ['lsp', 'region'], atOnce: true };

const AT_ONCE = 1_000;

/** An episode as it was stored and as it is now; both the same where its event was applied before. */
export interface Moved {
  readonly before: BreachStory | undefined;
  readonly after: BreachStory;
}

/**
 * Counts the open breaches again wherever one of these episodes lies or lay, or everywhere. Counted, not added up: what is
 * applied twice gives the same. After a crash a moved episode may stand in its new place already and no longer tell where it
 * lay: upon a move everything is counted.
 */
export async function countOpenBreaches(
  readStore: ReadStore,
  breaches: string,
  { moved, everywhere }: { readonly moved: readonly Moved[]; readonly everywhere: boolean },
): Promise<{ puts: Put[]; removes: Remove[] }> {
  const news = new Map(moved.map(({ after }) => [after.id, after]));
  const counted = everywhere ? await allOf<OpenBreaches>(readStore, OPEN_BREACHES.name, {}) : [];
  const places = new Map<string, Pick<OpenBreaches, 'lsp'>>(counted.map((document) => [document.id, document]));
  for (const story of moved.flatMap(({ before, after }) => [before, after])) if (story) places.set(homeOf(story), story);
  const [puts, removes]: [Put[], Remove[]] = [[], []];
  for (const [home, { lsp }] of places) {
    const where: Record<string, string | null> = lsp === null ? { lsp, area: home } : { lsp };
    const stored = await allOf<BreachStory>(readStore, breaches, { ...where, state: OPEN_STATES });
    const stories = [...stored.filter(({ id }) => !news.has(id)), ...news.values()];
    const body = openBreaches(home, stories);
    if (body) puts.push({ collection: OPEN_BREACHES.name, id: home, body });
    else removes.push({ collection: OPEN_BREACHES.name, id: home });
  }
  return { puts, removes };
}

async function allOf<T extends object>(readStore: ReadStore, collection: string, where: Query['where']): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await readStore.find<T>(collection, { where, limit: AT_ONCE, cursor });
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}
