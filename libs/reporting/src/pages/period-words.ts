import type { Frequency } from '#libs/catalogue';
import { endOf, parsePeriod, type Period, Refusal } from '#libs/kernel';
import { dateText, MONTHS } from './words.js';

const monthText = (date: string): string => `${MONTHS[Number(date.slice(5, 7)) - 1]!.slice(0, 3)} ${date.slice(0, 4)}`;

/** The last month of the period: its end is the first day after it. */
function lastMonth(period: Period): string {
  const end = endOf(period);
  const before =
    end.slice(5, 7) === '01'
      ? `${Number(end.slice(0, 4)) - 1}-12`
      : `${end.slice(0, 4)}-${String(Number(end.slice(5, 7)) - 1).padStart(2, '0')}`;
  return monthText(`${before}-01`);
}

/** A period as a person says it: `May 2024`, `12 months to Dec 2024`, `1 April 2023`; years stay as they are written. */
export function periodWords(text: string, frequency: Frequency | undefined): string {
  const period = parsePeriod(text, frequency);
  if (period instanceof Refusal) return text;
  if (period.kind === 'day') return dateText(period.start);
  if (period.kind === 'month') return monthText(period.start);
  if (period.kind === 'rolling' && period.start.endsWith('-01')) return `${period.months} months to ${lastMonth(period)}`;
  return text;
}
