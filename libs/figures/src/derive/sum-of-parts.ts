import type { CatalogueView } from '#libs/catalogue';
import { type AreaType, comparePeriods, periodFromKey } from '#libs/kernel';
import { fromStatusText } from '../columns.js';
import { figure, type Figure } from '../figure.js';
import { checked } from './checked.js';
import type { FigureSource, Known, Series } from '../figure-source.js';
import { leastFirm } from './firmness.js';
import { areSmall, daysOf, type PartsIndex, partsIndex } from './parts-index.js';

interface Rule {
  readonly of: string;
  readonly level: AreaType;
}

/** What is known of the parts in one period: slots, values (NaN for none) and statuses, in step. */
class PeriodValues {
  readonly slots: number[] = [];
  readonly values: number[] = [];
  readonly statuses: string[] = [];
}

/** The sum over one set of parts, as far as it has come. */
class Sum {
  known = 0;
  parts = 0;
  suppressed = 0;
  total = 0;
  readonly statuses = new Set<string>();

  add(value: number, status: string): void {
    this.known++;
    this.statuses.add(status);
    if (Number.isNaN(value)) {
      if (status.startsWith('suppressed')) this.suppressed++;
      return;
    }
    this.parts++;
    this.total += value;
  }

  /** Without every part the sum is missing, `partial`, and never a smaller one. */
  figure(needed: number): Figure {
    const lacking = needed - this.parts;
    if (lacking > 0) return figure(null, { status: lacking === this.suppressed ? 'suppressed' : 'missing', reason: 'partial' });
    return checked(this.total, { status: leastFirm([...this.statuses].map((text) => fromStatusText(text).status)) });
  }
}

/**
 * The sum over the parts of each area, for every period that any part has, at the cost of what is known and not of
 * what might be. `level` is the level of the parts; for an area of that level itself they are its small areas.
 */
export async function sumOfParts(
  source: FigureSource,
  catalogue: CatalogueView,
  rule: Rule,
  areas: readonly string[],
): Promise<Map<string, Series>> {
  const { codes, periods } = await valuesOf(source, catalogue, rule, areas);
  const isDated = !areSmall(catalogue, areas, rule.level);
  const found = new Map<string, Known[]>(areas.map((area) => [area, []]));
  const inOrder = [...periods]
    .map(([key, seen]) => ({ period: periodFromKey(key), seen }))
    .sort((a, b) => comparePeriods(a.period, b.period));
  for (const { period, seen } of inOrder) {
    const index = partsIndex(catalogue, areas, rule.level, isDated ? daysOf(period) : undefined);
    for (const [area, known] of sums(byPart(seen, codes, index), index)) {
      found.get(area)!.push({ period, figure: known.sum.figure(known.needed), provenance: null, derivedFrom: fromParts(rule.of, known) });
    }
  }
  return found;
}

interface Values {
  /** By slot. */
  readonly codes: readonly string[];
  readonly periods: ReadonlyMap<string, PeriodValues>;
}

/** What is known of the parts; of larger ones also of those that there were in the periods that are stated. */
async function valuesOf(source: FigureSource, catalogue: CatalogueView, rule: Rule, areas: readonly string[]): Promise<Values> {
  const now = [...partsIndex(catalogue, areas, rule.level).slots.keys()];
  const values = await visited(source, rule.of, now);
  if (areSmall(catalogue, areas, rule.level)) return values;
  const then = [...values.periods.keys()].flatMap((key) => [
    ...partsIndex(catalogue, areas, rule.level, daysOf(periodFromKey(key))).slots.keys(),
  ]);
  const codes = [...new Set([...now, ...then])].sort();
  return codes.length === now.length ? values : visited(source, rule.of, codes);
}

async function visited(source: FigureSource, indicator: string, codes: readonly string[]): Promise<Values> {
  const periods = new Map<string, PeriodValues>();
  await source.visit(indicator, new Map(codes.map((code, slot) => [code, slot])), (slot, period, value, status) => {
    let seen = periods.get(period);
    if (!seen) periods.set(period, (seen = new PeriodValues()));
    seen.slots.push(slot);
    seen.values.push(value ?? Number.NaN);
    seen.statuses.push(status);
  });
  return { codes, periods };
}

/** Each part once, in the slots of the index: under the code of the day where that is stated, else under another of its codes. */
function byPart(seen: PeriodValues, codes: readonly string[], { slots: of, partOf, isPlain }: PartsIndex): PeriodValues {
  if (isPlain && codes.length === of.size) return seen; // The same codes, in the same order.
  const { slots, values, statuses } = seen;
  const chosen = new Map<number, number>();
  slots.forEach((slot, i) => {
    const own = of.get(codes[slot]!);
    if (own === undefined) return;
    const part = partOf[own]!;
    if (own === part || !chosen.has(part)) chosen.set(part, i);
  });
  const found = new PeriodValues();
  for (const [part, i] of chosen) {
    found.slots.push(part);
    found.values.push(values[i]!);
    found.statuses.push(statuses[i]!);
  }
  return found;
}

interface Summed {
  readonly sum: Sum;
  readonly needed: number;
}

const fromParts = (of: string, { sum, needed }: Summed): Known['derivedFrom'] => ({
  indicators: [of],
  parts: sum.parts,
  needed,
  rule: 'sum-of-parts',
});

/** By area: the sum over that set of its parts of which most is known. Slots are taken in code order, so a replay gives the same bytes. */
function sums({ slots, values, statuses }: PeriodValues, { sets, memberOf }: PartsIndex): Map<string, Summed> {
  const order = slots.map((_, i) => i);
  if (slots.some((slot, i) => i > 0 && slot < slots[i - 1]!)) order.sort((a, b) => slots[a]! - slots[b]!);
  const bySet = new Map<number, Sum>();
  for (const i of order) {
    for (const set of memberOf[slots[i]!]!) {
      let sum = bySet.get(set);
      if (!sum) bySet.set(set, (sum = new Sum()));
      sum.add(values[i]!, statuses[i]!);
    }
  }
  const best = new Map<string, Summed>();
  for (const [set, sum] of [...bySet].sort(([a], [b]) => a - b)) {
    const { area, needed } = sets[set]!;
    const before = best.get(area);
    if (!before || sum.known / needed > before.sum.known / before.needed) best.set(area, { sum, needed });
  }
  return best;
}
