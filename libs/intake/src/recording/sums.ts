import type { Tally } from '../domain/register.js';

/** What was read of a body, in statements. */
export interface StatementCounts {
  /** Those that its format stated. */
  readonly stated: number;
  /** Those that are not recorded: repeats, and rows that conflict or that a later message supersedes. */
  readonly unsettled: number;
}

/** Throws unless every statement that was read and settled is recorded, once: a receipt never says what is not so. */
export function mustAddUp({ stated, unsettled }: StatementCounts, { recorded, revised, confirmed, older }: Tally): void {
  const written = recorded + revised + confirmed + older;
  if (stated - unsettled !== written) throw new Error(`Of ${stated - unsettled} statements that were read, ${written} are recorded.`);
}
