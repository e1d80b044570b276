import type { ReadingContext } from '../../reading/format.js';
import type { Profile } from '../../reading/profile/profile.js';
import type { StatementSink } from '../../reading/statement-sink.js';
import { type Covered, ForceCoverage } from './coverage.js';
import { Outside } from './outside.js';
import { ALL_CRIME, CRIME_TYPES, crimeIndicator } from './crime-types.js';
import { indicatorFault, type StreetTable } from './street-table.js';

/** Turns the counted rows of one file into its statements. */
export class StreetStatements {
  constructor(
    private readonly table: StreetTable,
    private readonly profile: Profile,
    private readonly context: ReadingContext,
    private readonly sink: StatementSink,
  ) {}

  /** States what the rows came to, for the force in the file's name; gives how many rows that took. */
  state(force: string | undefined): number {
    const places = this.namedPlaces();
    const covered = places.size === 0 ? undefined : this.coveredBy(force, [...places.keys()]);
    this.table.settle(covered === undefined ? () => false : new Outside(this.context.catalogue, covered).isCode);
    const taken = this.ignoreOutside(places, covered);
    if (taken === 0) return 0; // A file without a single incident of its own is not evidence of a month without crime.
    const month = new MonthOfCounts(this.table, this.profile.status, this.context, this.sink);
    if (!covered) for (const [code, place] of places) month.area(code, place, false);
    else for (const code of covered.lsoas) if (this.mayState(code)) month.area(code, places.get(code), true);
    month.mustCount(taken);
    return taken;
  }

  private namedPlaces(): Map<string, number> {
    const { counts } = this.table;
    const places = new Map<string, number>();
    counts.codes.forEach((code, place) => {
      if (!this.table.isDoubtful(place) && counts.total(place) > 0) places.set(code, place);
    });
    return places;
  }

  /** The small areas that the file speaks for; undefined when only those it names. */
  private coveredBy(force: string | undefined, named: readonly string[]): Covered | undefined {
    if (this.profile.coverage === 'none') return undefined;
    const found = new ForceCoverage(this.context.catalogue, this.profile.forces).of(force, this.table.month!, named);
    if ('lsoas' in found) return found;
    this.sink.note('coverage-unknown', `Nothing is said to be zero: ${found.unknown}.`);
    return undefined;
  }

  private ignoreOutside(places: ReadonlyMap<string, number>, covered: Covered | undefined): number {
    let taken = 0;
    for (const [code, place] of places) {
      const rows = this.table.counts.total(place);
      if (!covered || covered.lsoas.has(code)) taken += rows;
      else for (let n = 0; n < rows; n++) this.sink.ignore('outside-coverage');
    }
    return taken;
  }

  private mayState(code: string): boolean {
    const { feed, catalogue } = this.context;
    return feed.areas.length === 0 || catalogue.liesIn(code, feed.areas);
  }
}

/** The statements of one month, small area by small area. */
class MonthOfCounts {
  private readonly types: readonly { readonly type: number; readonly indicator: number }[];
  private readonly all: number | undefined;
  private readonly period: number;
  private readonly status: number;
  private counted = 0;

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
      this.counted += count;
      if (count > 0 || zeros) this.add(indicator, area, count);
    }
    if (this.all !== undefined) this.add(this.all, area, place === undefined ? 0 : counts.total(place));
  }

  /** Throws unless every row taken was counted once: figures that lost rows are never recorded. */
  mustCount(taken: number): void {
    if (this.counted !== taken) throw new Error(`Of ${taken} rows taken, ${this.counted} were counted.`);
  }

  private add(indicator: number, area: number, count: number): void {
    this.sink.add(indicator, area, this.period, 0, this.status, 0, count, NaN, NaN, NaN, NaN, NaN);
  }
}
