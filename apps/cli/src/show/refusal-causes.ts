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
      const meant = of
        .filter(isNamed)
        .slice(0, NAMED_MAX)
        .flatMap((cause) => suggestionOf(cause, receipt));
      const said = advice === undefined ? meant : [...meant, `e.g. ${printable(advice)}`];
      return [groupLine({ code, of, rows, distinct: receipt.causes?.[code] }), ...said.map((text) => wrapped(`    ${text}`, '    '))];
    });
}

const isNamed = ({ subject }: RefusalCause): boolean => subject !== null;

/** What the text may have been meant for, as its first row says; its cause holds no sentence of its own. */
function suggestionOf({ code, subject, firstLine }: RefusalCause, { refusals }: Receipt): string[] {
  const first = refusals.find((refusal) => refusal.code === code && refusal.line === firstLine);
  const [suggestion] = / did you mean [^?]*\?/.exec(first?.detail ?? '') ?? [];
  return suggestion === undefined ? [] : [printable(`${subject}:${suggestion}`)];
}

interface Group {
  readonly code: string;
  readonly of: readonly RefusalCause[];
  readonly rows: number;
  /** How many causes there are, listed or not; undefined where the server does not know. */
  readonly distinct: number | undefined;
}

function groupLine({ code, of, rows, distinct }: Group): string {
  const named = of.filter(isNamed);
  const words = printable(code).replaceAll('-', ' ');
  if (named.length === 0) return wrapped(`  ${words}: ${counted(rows, 'row')}${firstAt(of)}`, '    ');
  const shown = named.slice(0, NAMED_MAX).map((cause) => `${printable(cause.subject!)} (${counted(cause.rows, 'row')}${firstAt([cause])})`);
  const all = Math.max(distinct ?? 0, named.length);
  const more = all > NAMED_MAX ? [`and ${count(all - NAMED_MAX)} more`] : [];
  const atLeast = distinct === undefined && named.length < of.length ? 'more than ' : ''; // The server names the greatest; the others come as one.
  const head = OF_A_THING.test(code) ? atLeast + counted(all, words) : words;
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
