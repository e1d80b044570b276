import type { Collection, Put, ReadStore, Remove } from '#libs/read-store';
import type { BreachStory } from '../domain/breach-story.js';
import { homeOf, OPEN_STATES, openBreaches } from '../domain/open-breaches.js';

/** Where the counts of open breaches are found, one document a partnership. */
export const OPEN_BREACHES: Collection = { name: 'open-breaches', fields: ['lsp', 'region'], atOnce: true };

const AT_ONCE = 1_000;

/** An episode as it was stored and as it is now; both the same where its event was applied before. */
export interface Moved {
  readonly before: BreachStory | undefined;
  readonly after: BreachStory;
}

/**
 * Counts the open breaches again wherever one of these episodes lies or lay. Counted, not added up: what is applied twice
 * gives the same.
 */
export async function countOpenBreaches(
  readStore: ReadStore,
  breaches: string,
  moved: readonly Moved[],
): Promise<{ puts: Put[]; removes: Remove[] }> {
  const news = new Map(moved.map(({ after }) => [after.id, after]));
  const places = new Map(moved.flatMap(({ before, after }) => [before, after].flatMap((s) => (s ? [[homeOf(s), s] as const] : []))));
  const [puts, removes]: [Put[], Remove[]] = [[], []];
  for (const [home, { lsp }] of places) {
    const where: Record<string, string | null> = lsp === null ? { lsp, area: home } : { lsp };
    const stored = await openStories(readStore, breaches, where);
    const stories = [...stored.filter(({ id }) => !news.has(id)), ...news.values()];
    const body = openBreaches(home, stories);
    if (body) puts.push({ collection: OPEN_BREACHES.name, id: home, body });
    else removes.push({ collection: OPEN_BREACHES.name, id: home });
  }
  return { puts, removes };
}

async function openStories(readStore: ReadStore, breaches: string, where: Readonly<Record<string, string | null>>): Promise<BreachStory[]> {
  const found: BreachStory[] = [];
  let cursor: string | undefined;
  do {
    const page = await readStore.find<BreachStory>(breaches, { where: { ...where, state: OPEN_STATES }, limit: AT_ONCE, cursor });
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return found;
}
