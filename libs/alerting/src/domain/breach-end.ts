import type { DropReason } from './types.js';

const ENDS: Readonly<Record<string, DropReason>> = {
  BreachCleared: 'cleared',
  BreachWithdrawn: 'withdrawn',
  BreachSuperseded: 'superseded',
};

/** How a breach event ends its episode; undefined for one that does not. */
export const endBy = (type: string): DropReason | undefined => ENDS[type];

/** How an episode ended, by the events of its breach stream as it stands; null while it is going on. */
export function endOf(episode: string, events: readonly { readonly type: string; readonly data: unknown }[]): DropReason | null {
  const last = events.findLast(({ data }) => (data as { episode?: string }).episode === episode);
  return (last && endBy(last.type)) ?? null;
}
