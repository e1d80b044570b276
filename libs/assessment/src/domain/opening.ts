import type { Indicator } from '#libs/catalogue';
import { addDays, addMonths } from '#libs/kernel';
import type { Judgement } from './types.js';

/** What stands behind a judged figure. */
export interface Behind {
  /** `backfill`: deliveries of history alone; `normal`: another delivery too; `touched`: what set the judging off spoke of it. */
  readonly backing: 'backfill' | 'normal' | 'touched';
  /** Whether no later period could be expected yet. */
  readonly fresh: boolean;
}

/** An episode opens by what a delivery says now, or by a figure that is still news; never by history, whoever else delivers or defines. */
export const mayOpen = ({ backing, fresh }: Behind): boolean => backing === 'touched' || (backing === 'normal' && fresh);

/** An open episode gets no worse by figures that only a backfill states. */
export const mayWorsen = ({ backing }: Behind): boolean => backing !== 'backfill';

const STEP_MONTHS: Readonly<Record<Indicator['frequency'], number>> = {
  ...{ day: 1, month: 1, quarter: 3, calendar: 12, financial: 12, academic: 12, rolling: 1 },
};

/**
 * Whether the period lies within the indicator's usual lag on this date: the results of the next period, which ends one
 * step later, are not due yet.
 */
export function isFresh(
  { periodEnd }: Pick<Judgement, 'periodEnd'>,
  { frequency, lagDays }: Pick<Indicator, 'frequency' | 'lagDays'>,
  date: string,
): boolean {
  return date <= addDays(addMonths(periodEnd, STEP_MONTHS[frequency]), lagDays ?? 0);
}

/** Whether the period's results may be judged on this date: it has ended, or its results come so many days before its end. */
export function hasEnded(end: string, { lagDays }: Pick<Indicator, 'lagDays'>, date: string): boolean {
  return lagDays !== null && lagDays < 0 ? addDays(end, lagDays) <= date : end <= date;
}
