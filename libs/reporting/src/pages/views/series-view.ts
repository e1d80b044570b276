import type { Judgement } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import type { SubmissionDocument } from '../../domain/submission-document.js';
import type { NamedStory } from '../../named-story.js';
import type { Observation, SeriesAnswer } from '../../show-series.js';
import type { ChartView } from '../chart/chart-view.js';
import { periodWords } from '../period-words.js';
import { elementTitle } from '../titles.js';
import { causeWords, certaintyWords, dateText, numberText, outcomeTag, stateWords, type Tag, unitText } from '../words.js';
import { missedPeriods } from './breach-spans.js';
import { submissionHref } from './hrefs.js';
import { type Names, seriesChart } from './series-chart.js';

export interface FigureRow {
  readonly period: string;
  readonly value: string;
  readonly limits: string;
  readonly counts: string;
  readonly status: string;
  readonly source: string;
  /** The page of the submission that it comes from; null for a derived figure, and for those who may not see it. */
  readonly sourceHref: string | null;
  readonly released: string;
  readonly recorded: string;
}

export interface JudgementRow {
  readonly period: string;
  readonly what: string;
  readonly tag: Tag;
  readonly certainty: string;
  readonly cause: string;
}

/** An indicator in an area: the chart, and everything it was drawn from as a table. */
export interface SeriesView {
  readonly indicatorName: string;
  readonly areaName: string;
  readonly unit: string;
  readonly publisher: string | null;
  readonly chart: ChartView;
  readonly rows: readonly FigureRow[];
  readonly judgements: readonly JudgementRow[];
  readonly breaches: readonly { readonly periods: string; readonly state: string; readonly what: string }[];
}

/** What the page is made of. */
export interface SeriesFacts {
  readonly series: SeriesAnswer;
  readonly history: readonly Judgement[];
  readonly breaches: readonly NamedStory[];
  readonly submissions: ReadonlyMap<string, SubmissionDocument>;
  /** Whether the reader may look at the submission. */
  readonly submissionsSeen: (submission: string) => boolean;
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

/** The published limits; where there are none, those that were worked out for judging, and marked so. */
function limitsText(o: Observation, history: readonly Judgement[], decimals: number): string {
  const published = o.lower !== null && o.upper !== null;
  const { lower, upper, level } = published ? o : (history.find(({ period, value }) => period === o.period && value === o.value) ?? o);
  if (lower === null || upper === null) return '–';
  const notes = [...(level === null ? [] : [`${level}%`]), ...(published ? [] : ['worked out'])];
  const text = `${numberText(lower, decimals)} to ${numberText(upper, decimals)}`;
  return notes.length === 0 ? text : `${text} (${notes.join(', ')})`;
}

function judgementRow(judgement: Judgement, words: (period: string) => string, catalogue: CatalogueView): JudgementRow {
  const { target, element, period, outcome, certainty, reason, cause } = judgement;
  return {
    period: words(period),
    what: elementTitle(target, element, catalogue),
    tag: outcomeTag(outcome),
    certainty: certaintyWords(outcome, certainty, reason),
    cause: causeWords(cause),
  };
}

function figureRow(o: Observation, facts: SeriesFacts, { known, words }: Names, catalogue: CatalogueView): FigureRow {
  const decimals = known?.decimals ?? 1;
  return {
    period: words(o.period),
    value: numberText(o.value, decimals),
    limits: limitsText(o, facts.history, decimals),
    counts: o.numerator === null && o.denominator === null ? '–' : `${numberText(o.numerator, 0)} of ${numberText(o.denominator, 0)}`,
    status: o.reason === null ? o.status : `${o.status}: ${o.reason.replaceAll('-', ' ')}`,
    source: sourceOf(o, facts, catalogue),
    sourceHref: o.submission !== null && facts.submissionsSeen(o.submission) ? submissionHref(o.submission) : null,
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
    judgements: facts.history.map((judgement) => judgementRow(judgement, words, catalogue)).toReversed(),
    breaches: facts.breaches.map((story) => {
      const { first, last } = missedPeriods(story, facts.history);
      return {
        periods: first === last ? words(first) : `${words(first)} to ${words(last)}`,
        state: stateWords(story.state),
        what: elementTitle(story.target, story.element, catalogue),
      };
    }),
  };
}
