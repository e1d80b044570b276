import type { DropReason } from './types.js';

const ENDS: Readonly<Record<string, DropReason>> = {
  BreachCleared: 'cleared',
  BreachWithdrawn: 'withdrawn',
  BreachSuperseded: 'superseded',
};

/** How a breach event ends its episode; undefined for one that does not. */
export const endBy = (type: string): DropReason | undefined => ENDS[type];

/**
 * How an episode ended, by the events of its breach stream as it stands; null while it is going on. One that came back
 * after its end, for a withdrawal was undone, goes on when it is confirmed again.
 */
export function endOf(episode: string, events: readonly { readonly type: string; readonly data: unknown }[]): DropReason | null {
  const own = events.filter(({ data }) => (data as { episode?: string }).episode === episode);
  const last = own.findLast(({ type }) => type === 'BreachConfirmed' || endBy(type) !== undefined);
  return (last && endBy(last.type)) ?? null;
}
