import type { Judgement } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import type { SubmissionDocument } from '../../domain/submission-document.js';
import type { NamedStory } from '../../named-story.js';
import type { Observation, SeriesAnswer } from '../../show-series.js';
import type { ChartView } from '../chart/chart-view.js';
import { periodWords } from '../period-words.js';
import { dateText, numberText, unitText } from '../words.js';
import { type Names, seriesChart } from './series-chart.js';

export interface FigureRow {
  readonly period: string;
  readonly value: string;
  readonly limits: string;
  readonly counts: string;
  readonly status: string;
  readonly source: string;
  readonly released: string;
  readonly recorded: string;
}

/** An indicator in an area: the chart, and everything it was drawn from as a table. */
export interface SeriesView {
  readonly indicatorName: string;
  readonly areaName: string;
  readonly unit: string;
  readonly publisher: string | null;
  readonly chart: ChartView;
  readonly rows: readonly FigureRow[];
  readonly breaches: readonly { readonly periods: string; readonly state: string; readonly what: string }[];
}

/** What the page is made of. */
export interface SeriesFacts {
  readonly series: SeriesAnswer;
  readonly history: readonly Judgement[];
  readonly breaches: readonly NamedStory[];
  readonly submissions: ReadonlyMap<string, SubmissionDocument>;
}

const RULES = { 'sum-of-parts': 'sum of the parts of', 'sum-over-periods': 'sum over periods of', rate: 'rate worked out from' } as const;

function sourceOf({ submission, row, derivedFrom, official }: Observation, facts: SeriesFacts, catalogue: CatalogueView): string {
  if (derivedFrom !== null) {
    const { rule, indicators, parts, needed } = derivedFrom;
    const names = indicators.map((code) => catalogue.indicator(code)?.name ?? code).join(' and ');
    return `Derived: ${RULES[rule]} ${names} (${parts} of ${needed} figures)`;
  }
  const came = submission === null ? undefined : facts.submissions.get(submission);
  if (came === undefined) return submission ?? '–';
  const feed = catalogue.feed(came.feed)?.name ?? came.feed;
  return [came.name === null ? feed : `${feed}: ${came.name}`, row === null ? [] : `row ${row}`, official ? 'official figure' : []]
    .flat()
    .join(', ');
}

function figureRow(o: Observation, facts: SeriesFacts, { known, words }: Names, catalogue: CatalogueView): FigureRow {
  const decimals = known?.decimals ?? 1;
  const limits = o.lower === null || o.upper === null ? '–' : `${numberText(o.lower, decimals)} to ${numberText(o.upper, decimals)}`;
  return {
    period: words(o.period),
    value: numberText(o.value, decimals),
    limits: o.level === null || limits === '–' ? limits : `${limits} (${o.level}%)`,
    counts: o.numerator === null && o.denominator === null ? '–' : `${numberText(o.numerator, 0)} of ${numberText(o.denominator, 0)}`,
    status: o.reason === null ? o.status : `${o.status}: ${o.reason.replaceAll('-', ' ')}`,
    source: sourceOf(o, facts, catalogue),
    released: dateText(o.released),
    recorded: dateText(o.recordedAt),
  };
}

/** The view of a series' page. */
export function seriesView(facts: SeriesFacts, catalogue: CatalogueView): SeriesView {
  const { indicator, area, observations } = facts.series;
  const known = catalogue.indicator(indicator);
  const words = (period: string): string => periodWords(period, known?.frequency);
  const names = { indicator: known?.name ?? indicator, area: catalogue.area(area)?.name ?? area, known, words };
  return {
    indicatorName: names.indicator,
    areaName: names.area,
    unit: unitText(known),
    publisher: known?.source ?? null,
    chart: seriesChart(facts, names, catalogue),
    rows: observations.map((o) => figureRow(o, facts, names, catalogue)).toReversed(),
    breaches: facts.breaches.map(({ firstPeriod, lastPeriod, state, target, element }) => ({
      periods: firstPeriod === lastPeriod ? words(firstPeriod) : `${words(firstPeriod)} – ${words(lastPeriod)}`,
      state: state === 'withdrawn' ? 'Withdrawn: a revision showed that it was none' : state.charAt(0).toUpperCase() + state.slice(1),
      what: `${target} ${element}`,
    })),
  };
}
