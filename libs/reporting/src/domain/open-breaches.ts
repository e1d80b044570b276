import type { BreachStory } from './breach-story.js';

/** The states of an episode that is open: nothing has ended it. */
export const OPEN_STATES = ['suspected', 'confirmed', 'recovering'] as const;
export type OpenState = (typeof OPEN_STATES)[number];

/** How many open breaches a partnership has, by theme and state. One document for each, whatever its size. */
export interface OpenBreaches {
  /** The district; the area itself where it lies in none. */
  readonly id: string;
  readonly lsp: string | null;
  readonly region: string | null;
  readonly themes: Readonly<Record<string, Readonly<Partial<Record<OpenState, number>>>>>;
}

type Located = Pick<BreachStory, 'lsp' | 'area'>;

/** Where an episode is counted. */
export const homeOf = ({ lsp, area }: Located): string => lsp ?? area;

/** Whether nothing has ended the episode. */
export const isOpen = ({ state }: Pick<BreachStory, 'state'>): boolean => (OPEN_STATES as readonly string[]).includes(state);

/** The count of these episodes of one home; undefined where none of them is open. */
export function openBreaches(home: string, stories: readonly BreachStory[]): OpenBreaches | undefined {
  const open = stories.filter((story) => isOpen(story) && homeOf(story) === home);
  if (open.length === 0) return undefined;
  const byTheme = [...Map.groupBy(open, ({ theme }) => theme)].sort(([a], [b]) => (a < b ? -1 : 1));
  const themes = byTheme.map(([theme, all]) => {
    const counts = OPEN_STATES.map((state) => [state, all.filter((story) => story.state === state).length] as const);
    return [theme, Object.fromEntries(counts.filter(([, count]) => count > 0))] as const;
  });
  const { lsp, region } = open[0]!;
  return { id: home, lsp, region, themes: Object.fromEntries(themes) };
}
