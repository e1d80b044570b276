import { sameFigure } from './figure.js';
import type { Statement } from './register-history.js';
import type { Counts } from './register-page.js';

/**
 * Who states a figure as it stands: `backfill` where only deliveries of history do, `normal` where another delivery does as well,
 * and `touched` where the submission that is asked about is one that spoke of the observation.
 */
export type Backing = 'backfill' | 'normal' | 'touched';

/** What stands behind the current figure among these statements, which are in release order; null where none of them counts. */
export function backingOf(statements: readonly Statement[], counts: Counts, submission: string | null): Backing | null {
  let standing: Statement | undefined;
  let isNormal = false;
  for (const statement of statements.toReversed()) {
    const counting = counts(statement.submission, statement.released);
    if (!counting) continue;
    standing ??= statement;
    if (!sameFigure(statement.figure, standing.figure)) break;
    isNormal ||= counting.backfill !== true;
  }
  if (!standing) return null;
  if (!isNormal) return 'backfill';
  const isTouched = submission !== null && statements.some(({ submission: token }) => token.split('.')[0] === submission);
  return isTouched ? 'touched' : 'normal';
}

const RANK: readonly Backing[] = ['backfill', 'normal', 'touched'];

/** The strongest of these: a sum stands on a normal delivery where one of its parts does. */
export function strongest(all: Iterable<Backing | null>): Backing | null {
  return [...all].reduce((a, b) => (b !== null && (a === null || RANK.indexOf(b) > RANK.indexOf(a)) ? b : a), null);
}
