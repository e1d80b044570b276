import type { CatalogueView } from '#libs/catalogue';
import type { Known, Series } from '#libs/figures';
import { comparePeriods, periodKey } from '#libs/kernel';

/** The rank of a code that is neither that of the day nor the one asked for: what it has no value for is not missing. */
const OTHER = 2;

/**
 * The series of a place that has had several codes, as it is judged: of each period the figure under the code of its day; where
 * that has none, under the code asked for, and else what another states. `byCode` begins with the code asked for.
 */
export function ofOnePlace(byCode: ReadonlyMap<string, Series>, catalogue: Pick<CatalogueView, 'codeAt'>): Series {
  const [asked = ''] = byCode.keys();
  const found = new Map<string, { readonly known: Known; readonly rank: number }>();
  const rankOf = (code: string, known: Known): number =>
    code === catalogue.codeAt(asked, known.period.start) ? 0 : code === asked ? 1 : OTHER;
  for (const [code, series] of byCode) {
    for (const known of series) {
      const rank = rankOf(code, known);
      const before = found.get(periodKey(known.period))?.rank ?? (known.figure.value === null ? OTHER : Infinity);
      if (rank < before) found.set(periodKey(known.period), { known, rank });
    }
  }
  return [...found.values()].map(({ known }) => known).sort((a, b) => comparePeriods(a.period, b.period));
}
