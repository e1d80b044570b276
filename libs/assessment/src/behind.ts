import type { Position } from '#libs/event-store';
import type { Backing } from '#libs/figures';
import { endsLater } from './domain/breach-lines.js';
import { type Behind, isFresh } from './domain/opening.js';
import type { Judgement } from './domain/types.js';
import type { Cell } from './element-cells.js';
import { AREA_JUDGEMENTS, type AreaJudgement, cellId } from './pages.js';
import type { Task } from './task.js';

/** Behind what is no breach there need be nothing. */
export const NOTHING_BEHIND: Behind = { backing: 'backfill', fresh: false };

/**
 * What stands behind a judged figure. A revised comparator is news of every figure that is compared with it, where that is no
 * history itself; so is the withdrawal of a later figure, by which an earlier one is the latest. `since`: from where on the area
 * was left unjudged, so that all that was delivered from there is news still.
 */
export async function behindOf({ period, judgement }: Cell, task: Task, since: Position | undefined): Promise<Behind> {
  const { cut, trigger, backfill } = task;
  const { indicator, area, comparator, periodStart } = judgement;
  // A backfill that is tried again, or beside which something was missed, speaks for itself no more than it did.
  const by = since === undefined ? trigger : { submission: backfill ? null : trigger.submission, since };
  const of = (code: string): Promise<Backing | null> => cut.backings.of(indicator, code, period, by);
  const codes = [...new Set([cut.catalogue.codeAt(area, periodStart), ...cut.catalogue.codesOf(area)])];
  let backing: Backing | null = null;
  for (const code of codes) backing ??= await of(code);
  const isNews = async (): Promise<boolean> =>
    (comparator !== null && (await of(comparator.area)) === 'touched') || (await isLatestAgain(judgement, task));
  if (backing === 'normal' && (await isNews())) backing = 'touched';
  return { backing: backing ?? 'backfill', fresh: isFresh(judgement, cut.catalogue.indicator(indicator)!, trigger.date) };
}

/** Whether a later period was judged until figures came, or went, by which it is judged no more. */
async function isLatestAgain(latest: Judgement, { occasion, documents }: Task): Promise<boolean> {
  if (occasion !== 'figures') return false;
  const line = await documents.get<AreaJudgement>(AREA_JUDGEMENTS.name, cellId(latest.target, latest.element, latest.area));
  const before = line?.judgement.outcome === 'not-judged' ? line.lastJudged : line?.judgement;
  return before !== undefined && before !== null && endsLater(before, latest);
}
