import type { CatalogueView } from '#libs/catalogue';
import { endOf, interval, parsePeriod, type Period, Refusal } from '#libs/kernel';
import { type Breach, isOpen } from './domain/breach.js';
import { isJudged } from './domain/breach-lines.js';
import { isSamePeriod } from './domain/resuming.js';
import type { Judgement } from './domain/types.js';
import type { Cell, ElementCells } from './element-cells.js';

type Indicators = Pick<CatalogueView, 'indicator'>;

/**
 * The latest judged cell, back to the judged one before it that it does not overlap and to the opening of an episode, the earlier
 * first: of the open one, or where the latest is a breach of the one that ended last, which may go on.
 */
export function judgementsOf(cells: ElementCells, area: string, state: Pick<Breach, 'state' | 'opened'>, catalogue: Indicators): Cell[] {
  const all = cells.periodsOf(area);
  const isJudgedIn = (period: Period): boolean => isJudged(cells.at(area, period)!.judgement);
  const latest = all.findLast(isJudgedIn);
  const isBreach = latest !== undefined && cells.at(area, latest)!.judgement.outcome === 'breach';
  const opened = isOpen(state) || isBreach ? state.opened : null;
  const before = latest && all.findLast((period) => endOf(period) <= latest.start && isJudgedIn(period));
  const from = [before && endOf(before), opened?.periodEnd].flatMap((end) => end ?? []).sort()[0];
  const isBefore = (period: Period): boolean => before !== undefined && endOf(period) < from!;
  const found = all.filter((period) => !isBefore(period)).map((period) => cells.at(area, period)!);
  if (!opened || found.some(({ judgement }) => isSamePeriod(judgement, opened))) return found;
  // Of its opening period nothing may be stated any more: that is news too.
  const openedNow = cells.at(area, periodOf(opened, catalogue));
  return openedNow ? [openedNow, ...found].sort((a, b) => (a.judgement.periodEnd < b.judgement.periodEnd ? -1 : 1)) : found;
}

/** The period of a judgement in the log, which keeps its text and its two ends. */
export function periodOf({ period: text, periodStart, periodEnd, indicator }: Judgement, catalogue: Indicators): Period {
  const read = parsePeriod(text, catalogue.indicator(indicator)?.frequency);
  if (!(read instanceof Refusal) && read.start === periodStart && endOf(read) === periodEnd) return read;
  const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return interval(periodStart, months(periodEnd) - months(periodStart));
}
