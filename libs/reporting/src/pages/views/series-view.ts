import type { Judgement } from '#libs/assessment';
import type { CatalogueView, Indicator } from '#libs/catalogue';
import type { SubmissionDocument } from '../../domain/submission-document.js';
import type { NamedStory } from '../../named-story.js';
import type { Observation, SeriesAnswer } from '../../show-series.js';
import type { ChartView, Points } from '../chart/chart-view.js';
import { dateText, numberText, unitText } from '../words.js';

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

function figureRow(o: Observation, facts: SeriesFacts, catalogue: CatalogueView, decimals: number): FigureRow {
  const limits = o.lower === null || o.upper === null ? '–' : `${numberText(o.lower, decimals)} to ${numberText(o.upper, decimals)}`;
  return {
    period: o.period,
    value: numberText(o.value, decimals),
    limits: o.level === null || limits === '–' ? limits : `${limits} (${o.level}%)`,
    counts: o.numerator === null && o.denominator === null ? '–' : `${numberText(o.numerator, 0)} of ${numberText(o.denominator, 0)}`,
    status: o.reason === null ? o.status : `${o.status}: ${o.reason.replaceAll('-', ' ')}`,
    source: sourceOf(o, facts, catalogue),
    released: dateText(o.released),
    recorded: dateText(o.recordedAt),
  };
}

/** Points along the periods, one list for each name. */
function linesOf(
  history: readonly Judgement[],
  periods: readonly string[],
  read: (j: Judgement) => { name: string; value: number | null } | null,
): { name: string; points: Points }[] {
  const byName = new Map<string, Map<string, number | null>>();
  for (const judgement of history) {
    const point = read(judgement);
    if (point === null || point.value === null) continue;
    if (!byName.has(point.name)) byName.set(point.name, new Map());
    byName.get(point.name)!.set(judgement.period, point.value);
  }
  return [...byName].map(([name, points]) => ({ name, points: periods.map((period) => points.get(period) ?? null) }));
}

/** Breaches by figures, shaded; one that a revision took back is told below, but never was one. */
function spans(breaches: readonly NamedStory[], periods: readonly string[]): ChartView['breaches'] {
  return breaches.flatMap(({ state, firstPeriod, lastPeriod }) => {
    const from = periods.indexOf(firstPeriod);
    const to = periods.indexOf(lastPeriod);
    return state === 'withdrawn' || from < 0 ? [] : [{ from, to: Math.max(from, to) }];
  });
}

function chartOf(
  facts: SeriesFacts,
  catalogue: CatalogueView,
  names: { indicator: string; area: string; known: Indicator | undefined },
): ChartView {
  const { series, history, breaches } = facts;
  const seen = series.observations;
  const periods = seen.map(({ period }) => period);
  const decimals = names.known?.decimals ?? 1;
  const latest = seen.findLast(({ value }) => value !== null);
  const limits = new Map(history.map((judgement) => [judgement.period, judgement])); // Worked out for judging, where none are published.
  const description = [
    `A line of ${seen.length} periods${seen.length === 0 ? '' : ` from ${periods[0]} to ${periods.at(-1)}`}.`,
    latest === undefined ? 'There is no figure yet.' : `The latest figure is ${numberText(latest.value, decimals)} for ${latest.period}.`,
    'The same figures are in the table below.',
  ].join(' ');
  return {
    title: `${names.indicator}, ${names.area}`,
    description,
    unit: unitText(names.known),
    decimals,
    periods,
    values: seen.map(({ value }) => value),
    lower: seen.map(({ period, lower }) => lower ?? limits.get(period)?.lower ?? null),
    upper: seen.map(({ period, upper }) => upper ?? limits.get(period)?.upper ?? null),
    lines: linesOf(history, periods, ({ target, element, floor, expected }) => ({
      name: `${target} ${element}`,
      value: floor ?? expected,
    })),
    comparators: linesOf(
      history,
      periods,
      ({ comparator }) => comparator && { name: catalogue.area(comparator.area)?.name ?? comparator.area, value: comparator.value },
    ),
    breaches: spans(breaches, periods),
  };
}

/** The view of a series' page. */
export function seriesView(facts: SeriesFacts, catalogue: CatalogueView): SeriesView {
  const { indicator, area, observations } = facts.series;
  const known = catalogue.indicator(indicator);
  const names = { indicator: known?.name ?? indicator, area: catalogue.area(area)?.name ?? area, known };
  return {
    indicatorName: names.indicator,
    areaName: names.area,
    unit: unitText(known),
    publisher: known?.source ?? null,
    chart: chartOf(facts, catalogue, names),
    rows: observations.map((o) => figureRow(o, facts, catalogue, known?.decimals ?? 1)).toReversed(),
    breaches: facts.breaches.map(({ firstPeriod, lastPeriod, state, target, element }) => ({
      periods: firstPeriod === lastPeriod ? firstPeriod : `${firstPeriod} to ${lastPeriod}`,
      state: state === 'withdrawn' ? 'Withdrawn: a revision showed that it was none' : state.charAt(0).toUpperCase() + state.slice(1),
      what: `${target} ${element}`,
    })),
  };
}
