import type { Status } from '../figure.js';

const LEAST_FIRM_FIRST: readonly Status[] = ['provisional', 'estimated', 'revised', 'final'];

/** The status of what is made of figures with values: that of the least firm of them. */
export function leastFirm(statuses: Iterable<Status>): Status {
  let least = LEAST_FIRM_FIRST.length - 1;
  for (const status of statuses) {
    const rank = LEAST_FIRM_FIRST.indexOf(status);
    if (rank >= 0 && rank < least) least = rank;
  }
  return LEAST_FIRM_FIRST[least]!;
}
