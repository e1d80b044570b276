import type { ReadingContext } from '../../reading/format.js';
import type { Profile } from '../../reading/profile/profile.js';
import type { StatementSink } from '../../reading/statement-sink.js';
import { ForceCoverage } from './coverage.js';
import { ALL_CRIME, CRIME_TYPES, crimeIndicator } from './crime-types.js';
import { indicatorFault, type StreetTable } from './street-table.js';

/** States what the counted rows come to; gives how many rows that took. */
export function stateCounts(
  table: StreetTable,
  force: string | undefined,
  profile: Profile,
  context: ReadingContext,
  sink: StatementSink,
): number {
  const { counts } = table;
  const places = new Map<string, number>();
  counts.codes.forEach((code, place) => {
    if (!table.isDoubtful(place) && counts.total(place) > 0) places.set(code, place);
  });
  const named = [...places.keys()];
  const covered = named.length === 0 ? undefined : coveredOf(force, table.month!, named, profile, context, sink);
  table.settle((code) => covered !== undefined && !covered.has(code));
  let taken = 0;
  for (const [code, place] of places) {
    if (!covered || covered.has(code)) taken += counts.total(place);
    else for (let n = counts.total(place); n > 0; n--) sink.ignore('outside-coverage');
  }
  if (taken === 0) return 0; // A file without a single incident of its own is not evidence of a month without crime.
  const stating = new Stating(table, profile.status, context, sink);
  if (!covered) for (const [code, place] of places) stating.area(code, place, false);
  else for (const code of covered) if (mayState(code, context)) stating.area(code, places.get(code), true);
  return taken;
}

const mayState = (code: string, { feed, catalogue }: ReadingContext): boolean =>
  feed.areas.length === 0 || catalogue.liesIn(code, feed.areas);

/** The small areas that the file speaks for; undefined when only those it names. */
function coveredOf(
  force: string | undefined,
  month: string,
  named: readonly string[],
  { coverage, forces }: Profile,
  { catalogue }: ReadingContext,
  sink: StatementSink,
): ReadonlySet<string> | undefined {
  if (coverage === 'none') return undefined;
  const found = new ForceCoverage(catalogue, forces).of(force, month, named);
  if ('lsoas' in found) return new Set(found.lsoas);
  sink.note('coverage-unknown', `Nothing is said to be zero: ${found.unknown}.`);
  return undefined;
}

/** The statements of one month. */
class Stating {
  private readonly types: readonly { readonly type: number; readonly indicator: number }[];
  private readonly all: number | undefined;
  private readonly period: number;
  private readonly status: number;

  constructor(
    private readonly table: StreetTable,
    status: string,
    context: ReadingContext,
    private readonly sink: StatementSink,
  ) {
    const allowed = CRIME_TYPES.map((name, type) => ({ type, code: crimeIndicator(name) })).filter(
      ({ code }) => !indicatorFault(code, context),
    );
    this.types = allowed.map(({ type, code }) => ({ type, indicator: sink.indicator(code) }));
    // All crime is known only where each type may be stated.
    const whole = allowed.length === CRIME_TYPES.length && !indicatorFault(ALL_CRIME, context);
    if (!whole) sink.note('no-total', `${ALL_CRIME} is not stated: the feed or the catalogue lacks it, or one of the types.`);
    this.all = whole ? sink.indicator(ALL_CRIME) : undefined;
    this.period = sink.period(table.periodKey());
    this.status = sink.status(status);
  }

  area(code: string, place: number | undefined, zeros: boolean): void {
    const area = this.sink.area(code);
    const { counts } = this.table;
    for (const { type, indicator } of this.types) {
      const count = place === undefined ? 0 : counts.of(place, type);
      if (count > 0 || zeros) this.add(indicator, area, count);
    }
    if (this.all !== undefined) this.add(this.all, area, place === undefined ? 0 : counts.total(place));
  }

  private add(indicator: number, area: number, count: number): void {
    this.sink.add(indicator, area, this.period, 0, this.status, 0, count, NaN, NaN, NaN, NaN, NaN);
  }
}
