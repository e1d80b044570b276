import { sameFigure } from './figure.js';
import type { Statement } from './register-history.js';
import type { Counts } from './register-page.js';

/**
 * Who states a figure as it stands: `backfill` where only deliveries of history do, `normal` where another delivery does as well,
 * and `touched` where a submission that is asked about spoke of the observation.
 */
export type Backing = 'backfill' | 'normal' | 'touched';

/** Whose word on a figure is asked about: one submission's, and that of every delivery, a backfill apart, that was completed from a position on. */
export interface SpokenBy {
  readonly submission: string | null;
  readonly since?: string | undefined;
}

/** What stands behind the current figure among these statements, which are in release order; null where none of them counts. */
export function backingOf(statements: readonly Statement[], counts: Counts, by: SpokenBy): Backing | null {
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
  return statements.some((statement) => isAskedAbout(statement, counts, by)) ? 'touched' : 'normal';
}

function isAskedAbout({ submission: token, released }: Statement, counts: Counts, { submission, since }: SpokenBy): boolean {
  if (submission !== null && token.split('.')[0] === submission) return true;
  const counting = since === undefined ? undefined : counts(token, released);
  return counting !== undefined && counting.backfill !== true && (counting.position ?? '') >= since!;
}

const RANK: readonly Backing[] = ['backfill', 'normal', 'touched'];

/** The strongest of these: a sum stands on a normal delivery where one of its parts does. */
export function strongest(all: Iterable<Backing | null>): Backing | null {
  return [...all].reduce((a, b) => (b !== null && (a === null || RANK.indexOf(b) > RANK.indexOf(a)) ? b : a), null);
}
