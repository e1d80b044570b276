import type { Receipt, RefusalCause } from '../push/receipt.js';
import { count, counted, printable } from './cells.js';
import { wrapped } from './wrap.js';

const NAMED_MAX = 5;
/** Codes whose last word is what the rows name. */
const OF_A_THING = /-(area|indicator|period|month|force|status|breakdown|column|unit)$/;

/** Refused rows grouped by what would correct them: how many, where the first stands, and what to do. */
export function refusalCauses(receipt: Receipt): string[] {
  const causes = causesOf(receipt);
  const byCode = Map.groupBy(causes, ({ code }) => code);
  const groups = [...byCode].map(([code, of]) => ({ code, of, rows: of.reduce((sum, { rows }) => sum + rows, 0) }));
  return groups
    .sort((a, b) => b.rows - a.rows)
    .flatMap(({ code, of, rows }) => {
      const advice = receipt.refusals.find((refusal) => refusal.code === code)?.detail;
      return [groupLine(code, of, rows), ...(advice === undefined ? [] : [wrapped(`    e.g. ${printable(advice)}`, '    ')])];
    });
}

function groupLine(code: string, causes: readonly RefusalCause[], rows: number): string {
  const named = causes.filter(({ subject }) => subject !== null);
  const words = printable(code).replaceAll('-', ' ');
  if (named.length === 0) return wrapped(`  ${words}: ${counted(rows, 'row')}${firstAt(causes)}`, '    ');
  const shown = named.slice(0, NAMED_MAX).map((cause) => `${printable(cause.subject!)} (${counted(cause.rows, 'row')}${firstAt([cause])})`);
  const more = named.length > NAMED_MAX ? [`and ${count(named.length - NAMED_MAX)} more`] : [];
  const atLeast = named.length < causes.length ? 'more than ' : ''; // The server names the greatest; the others come as one.
  const head = OF_A_THING.test(code) ? atLeast + counted(named.length, words) : words;
  return wrapped(`  ${head} in ${counted(rows, 'row')}: ${[...shown, ...more].join(', ')}`, '    ');
}

function firstAt(causes: readonly RefusalCause[]): string {
  const lines = causes.flatMap(({ firstLine }) => (firstLine === null ? [] : [firstLine]));
  return lines.length === 0 ? '' : `, first at line ${count(Math.min(...lines))}`;
}

/** As the server groups them; where it does not, the refused rows that the receipt carries, by code. */
function causesOf({ refusalsByCause = [], refusals }: Receipt): readonly RefusalCause[] {
  if (refusalsByCause.length > 0) return refusalsByCause;
  const byCode = Map.groupBy(refusals, ({ code }) => code);
  return [...byCode].map(([code, of]) => ({ code, subject: null, rows: of.length, firstLine: of[0]?.line ?? null }));
}
