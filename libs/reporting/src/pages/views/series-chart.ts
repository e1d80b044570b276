import type { Judgement } from '#libs/assessment';
import type { CatalogueView, Indicator } from '#libs/catalogue';
import { isOpen } from '../../domain/open-breaches.js';
import type { NamedStory } from '../../named-story.js';
import type { ChartView, Points } from '../chart/chart-view.js';
import { elementTitle } from '../titles.js';
import { countText, numberText, unitText } from '../words.js';
import { missedPeriods } from './breach-spans.js';
import { chartPeriods } from './chart-periods.js';
import type { SeriesFacts } from './series-view.js';

/** What the indicator, the area and the periods are called. */
export interface Names {
  readonly indicator: string;
  readonly area: string;
  readonly known: Indicator | undefined;
  readonly words: (period: string) => string;
}

interface NamedPoints {
  readonly name: string;
  readonly points: Points;
}

/** Points along the periods, one list for each name. */
function linesOf(
  history: readonly Judgement[],
  periods: readonly string[],
  read: (j: Judgement) => { name: string; value: number | null } | null,
): NamedPoints[] {
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
function spans(breaches: readonly NamedStory[], history: readonly Judgement[], periods: readonly string[]): ChartView['breaches'] {
  return breaches.flatMap((story) => {
    const { first, last } = missedPeriods(story, history);
    const from = periods.indexOf(first);
    return story.state === 'withdrawn' || from < 0 ? [] : [{ from, to: Math.max(from, periods.indexOf(last)) }];
  });
}

function descriptionOf({ series, breaches }: SeriesFacts, periods: readonly string[], { words, known }: Names): string {
  const latest = series.observations.findLast(({ value }) => value !== null);
  const open = breaches.filter(isOpen).length;
  return [
    `A line of ${periods.length} periods${periods.length === 0 ? '' : ` from ${words(periods[0]!)} to ${words(periods.at(-1)!)}`}.`,
    latest === undefined
      ? 'There is no figure yet.'
      : `The latest figure is ${numberText(latest.value, known?.decimals ?? 1)} for ${words(latest.period)}.`,
    ...(open === 0 ? [] : [`${countText(open, 'breach is', 'breaches are')} open.`]),
    'The same figures are in the table below.',
  ].join(' ');
}

/** Floors stand for themselves and trajectories lead to a target: they are drawn apart. */
function judgedLines(history: readonly Judgement[], periods: readonly string[], catalogue: CatalogueView): ChartView['lines'] {
  const title = ({ target, element }: Judgement): string => elementTitle(target, element, catalogue);
  const floors = linesOf(history, periods, (j) => ({ name: title(j), value: j.expected === null ? j.floor : null }));
  const trajectories = linesOf(history, periods, (j) => ({ name: title(j), value: j.expected }));
  return [
    ...floors.map((line) => ({ ...line, kind: 'floor' as const })),
    ...trajectories.map((line) => ({ ...line, kind: 'trajectory' as const })),
  ];
}

/** The picture of a series, with the lines that it was judged by. `words` says a period as a person does. */
export function seriesChart(facts: SeriesFacts, names: Names, catalogue: CatalogueView): ChartView {
  const { series, history, breaches } = facts;
  const seen = new Map(series.observations.map((observation) => [observation.period, observation]));
  const periods = chartPeriods([...seen.keys(), ...history.map(({ period }) => period)], names.known?.frequency);
  const limits = new Map(history.map((judgement) => [judgement.period, judgement])); // Worked out for judging, where none are published.
  return {
    title: `${names.indicator}, ${names.area}`,
    description: descriptionOf(facts, periods, names),
    unit: unitText(names.known),
    decimals: names.known?.decimals ?? 1,
    periods: periods.map(names.words),
    values: periods.map((period) => seen.get(period)?.value ?? null),
    lower: periods.map((period) => seen.get(period)?.lower ?? limits.get(period)?.lower ?? null),
    upper: periods.map((period) => seen.get(period)?.upper ?? limits.get(period)?.upper ?? null),
    lines: judgedLines(history, periods, catalogue),
    comparators: linesOf(
      history,
      periods,
      ({ comparator }) => comparator && { name: catalogue.area(comparator.area)?.name ?? comparator.area, value: comparator.value },
    ),
    breaches: spans(breaches, history, periods),
  };
}
