import type { Position } from '#libs/event-store';
import type { Backing } from '#libs/figures';
import { type Behind, isFresh } from './domain/opening.js';
import type { Cell } from './element-cells.js';
import type { Task } from './task.js';

/** Behind what is no breach there need be nothing. */
export const NOTHING_BEHIND: Behind = { backing: 'backfill', fresh: false };

/**
 * What stands behind a judged figure. A revised comparator is news of every figure that is compared with it, where that is no
 * history itself. `since`: from where on the area was left unjudged, so that all that was delivered from there is news still.
 */
export async function behindOf(
  { period, judgement }: Cell,
  { cut, trigger, backfill }: Task,
  since: Position | undefined,
): Promise<Behind> {
  const { indicator, area, comparator, periodStart } = judgement;
  // A backfill that is tried again, or beside which something was missed, speaks for itself no more than it did.
  const by = since === undefined ? trigger : { submission: backfill ? null : trigger.submission, since };
  const of = (code: string): Promise<Backing | null> => cut.backings.of(indicator, code, period, by);
  const codes = [...new Set([cut.catalogue.codeAt(area, periodStart), ...cut.catalogue.codesOf(area)])];
  let backing: Backing | null = null;
  for (const code of codes) backing ??= await of(code);
  if (backing === 'normal' && comparator && (await of(comparator.area)) === 'touched') backing = 'touched';
  return { backing: backing ?? 'backfill', fresh: isFresh(judgement, cut.catalogue.indicator(indicator)!, trigger.date) };
}
