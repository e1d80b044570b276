import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CatalogueView } from '#libs/catalogue';
import { Catalogue } from '#libs/catalogue/view';
import { EventStore } from '#libs/event-store';
import { type Cut, DerivedFigures, type FigureSource, type Known, LogFigures, type Series } from '#libs/figures';
import { canonicalBreakdown, comparePeriods, periodKey, periodText, Refusal } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { PageFigures } from './page-figures.js';

/** One figure of a series, as `GET /series` gives it. */
export interface Observation {
  readonly period: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number | null;
  readonly status: string;
  readonly reason: string | null;
  readonly submission: string | null;
  readonly row: number | null;
  readonly released: string | null;
  readonly recordedAt: string | null;
  readonly derivedFrom: Known['derivedFrom'];
  readonly official: boolean;
}

/** A series in order of period. */
export interface SeriesAnswer {
  readonly indicator: string;
  readonly area: string;
  readonly breakdown: string;
  readonly observations: readonly Observation[];
}

/** The figures of an indicator in an area: those that stand now, or those of a cut of the log. */
export class ShowSeries extends Query<SeriesAnswer | Refusal> {
  readonly breakdown: string;

  constructor(
    readonly indicator: string,
    readonly area: string,
    breakdown = '',
    readonly cut: Cut = {},
  ) {
    super();
    this.breakdown = canonicalBreakdown(breakdown); // As it is recorded.
  }
}

@QueryHandler(ShowSeries)
export class ShowSeriesHandler implements IQueryHandler<ShowSeries> {
  private readonly log: LogFigures;
  private readonly pages: PageFigures;

  constructor(
    store: EventStore,
    readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {
    this.log = LogFigures.of(store);
    this.pages = new PageFigures(readStore);
  }

  async execute({ indicator, area, breakdown, cut }: ShowSeries): Promise<SeriesAnswer | Refusal> {
    const today = await this.catalogue.upToDate();
    if (today.indicator(indicator) === undefined) return new Refusal('unknown-indicator', `The catalogue has no indicator ${indicator}.`);
    if (today.area(area) === undefined) return new Refusal('unknown-area', `The catalogue has no area ${area}.`);
    const catalogue = await this.catalogueAt(cut);
    // What nobody had defined by then had no figures then.
    if (catalogue.indicator(indicator) === undefined) return { indicator, area, breakdown, observations: [] };
    const source: FigureSource = Object.values(cut).some((bound) => bound !== undefined) ? this.log.at(cut) : this.pages;
    const byCode = await new DerivedFigures(source, catalogue).many(indicator, catalogue.codesOf(area), breakdown);
    return { indicator, area, breakdown, observations: ofOnePlace([...byCode.values()]).map(observationOf) };
  }

  /** Derivations and recodes as the log held them at the cut: a definition of today says nothing of what was known then. */
  private catalogueAt({ position, moment }: Cut): Promise<CatalogueView> {
    if (position !== undefined) return this.catalogue.asOf(position);
    return moment === undefined ? this.catalogue.upToDate() : this.catalogue.asOfMoment(moment);
  }
}

/** A recoded place has its figures under the code of their day; where two codes have one for a period, the code asked for comes first. */
function ofOnePlace(byCode: readonly Series[]): Series {
  const [asked = [], ...others] = byCode;
  const seen = new Map(asked.map((known) => [periodKey(known.period), known]));
  for (const known of others.flat())
    if (!seen.has(periodKey(known.period)) && known.figure.value !== null) seen.set(periodKey(known.period), known);
  return [...seen.values()].sort((a, b) => comparePeriods(a.period, b.period));
}

function observationOf({ period, figure, provenance, derivedFrom, official }: Known): Observation {
  const { value, numerator, denominator, lower, upper, level, status, reason } = figure;
  const { submission = null, row = null, released = null, recordedAt = null } = provenance ?? {};
  const source = { submission, row, released, recordedAt, derivedFrom, official: official ?? false };
  return { period: periodText(period), value, numerator, denominator, lower, upper, level, status, reason, ...source };
}
