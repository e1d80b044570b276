import type { CatalogueView } from '#libs/catalogue';
import { type AreaType, areaTypeOf, comparePeriods, periodFromKey, twelveDigits } from '#libs/kernel';
import { fromStatusText } from '../columns.js';
import { figure, type Figure, type Status } from '../figure.js';
import type { FigureSource, Known, Series } from '../figure-source.js';
import { leastFirm } from './firmness.js';

interface Rule {
  readonly of: string;
  readonly level: AreaType;
}

/** One set of parts that makes up an area: its small areas of one vintage, in code order. */
type Parts = readonly string[];

const VINTAGES = ['2001', '2011', '2021'];

/** The values of one period, by slot; NaN where nothing has a value. */
class PeriodValues {
  readonly values: Float64Array;
  readonly statuses: (string | undefined)[] = [];

  constructor(slots: number) {
    this.values = new Float64Array(slots).fill(Number.NaN);
  }
}

/**
 * The sum over the parts of each area, for every period that any part has. `level` is the level of the parts; for an
 * area that is itself of that level the parts are its small areas. Without every part the sum is missing, `partial`.
 */
export async function sumOfParts(
  source: FigureSource,
  catalogue: CatalogueView,
  rule: Rule,
  areas: readonly string[],
): Promise<Map<string, Series>> {
  const sets = new Map(areas.map((area) => [area, partsOf(catalogue, area, rule.level)]));
  const slots = new Map<string, number>();
  for (const part of [...new Set([...sets.values()].flat(2))].sort()) slots.set(part, slots.size);
  const periods = new Map<string, PeriodValues>();
  await source.visit(rule.of, slots, (slot, period, value, status) => {
    let seen = periods.get(period);
    if (!seen) periods.set(period, (seen = new PeriodValues(slots.size)));
    seen.values[slot] = value ?? Number.NaN;
    seen.statuses[slot] = status;
  });
  const inOrder = [...periods]
    .map(([key, seen]) => ({ period: periodFromKey(key), seen }))
    .sort((a, b) => comparePeriods(a.period, b.period));
  return new Map(
    areas.map((area) => [
      area,
      inOrder.flatMap(({ period, seen }) => {
        const known = sum(
          rule.of,
          sets.get(area)!.map((parts) => parts.map((part) => slots.get(part)!)),
          seen,
        );
        return known ? [{ ...known, period }] : [];
      }),
    ]),
  );
}

/** The sets of parts that an area may be summed from: one a vintage of small areas, or the one set of larger parts. */
function partsOf(catalogue: CatalogueView, area: string, level: AreaType): readonly Parts[] {
  const type = catalogue.area(area)?.type ?? areaTypeOf(area);
  const of = type === level ? 'lsoa' : level;
  if (of !== 'lsoa') return [catalogue.within(area, of)].filter((parts) => parts.length > 0);
  const sets = VINTAGES.map((vintage) => catalogue.within(area, of, { vintage })).filter((parts) => parts.length > 0);
  return sets.length > 0 ? sets : [catalogue.within(area, of)].filter((parts) => parts.length > 0);
}

/** The sum from the set of parts of which most is known; undefined when nothing is. */
function sum(of: string, sets: readonly (readonly number[])[], seen: PeriodValues): Omit<Known, 'period'> | undefined {
  let best: readonly number[] = [];
  let most = 0;
  for (const set of sets) {
    const known = set.reduce((n, slot) => n + (seen.statuses[slot] === undefined ? 0 : 1), 0) / set.length;
    if (known > most) [best, most] = [set, known];
  }
  if (most === 0) return undefined;
  let total = 0;
  let parts = 0;
  let suppressed = 0;
  const statuses = new Set<string>();
  for (const slot of best) {
    const status = seen.statuses[slot];
    if (status !== undefined) statuses.add(status);
    const value = seen.values[slot]!;
    if (Number.isNaN(value)) suppressed += status?.startsWith('suppressed') ? 1 : 0;
    else {
      total += value;
      parts++;
    }
  }
  const derivedFrom = { indicators: [of], parts, needed: best.length, rule: 'sum-of-parts' as const };
  return { figure: totalOf(total, best.length - parts, suppressed, statuses), provenance: null, derivedFrom };
}

function totalOf(total: number, lacking: number, suppressed: number, statuses: ReadonlySet<string>): Figure {
  if (lacking > 0) {
    return lacking === suppressed
      ? figure(null, { status: 'suppressed', reason: 'partial' })
      : figure(null, { status: 'missing', reason: 'partial' });
  }
  return figure(twelveDigits(total), { status: leastFirm([...statuses].map((text): Status => fromStatusText(text).status)) });
}
