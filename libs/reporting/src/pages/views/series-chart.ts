import type { Judgement } from '#libs/assessment';
import type { CatalogueView, Indicator } from '#libs/catalogue';
import type { NamedStory } from '../../named-story.js';
import type { ChartView, Points } from '../chart/chart-view.js';
import { numberText, unitText } from '../words.js';
import type { SeriesFacts } from './series-view.js';

/** What the indicator, the area and the periods are called. */
export interface Names {
  readonly indicator: string;
  readonly area: string;
  readonly known: Indicator | undefined;
  readonly words: (period: string) => string;
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

/** The picture of a series, with the lines that it was judged by. `words` says a period as a person does. */
export function seriesChart(facts: SeriesFacts, names: Names, catalogue: CatalogueView): ChartView {
  const { series, history, breaches } = facts;
  const { words } = names;
  const seen = series.observations;
  const periods = seen.map(({ period }) => period);
  const decimals = names.known?.decimals ?? 1;
  const latest = seen.findLast(({ value }) => value !== null);
  const limits = new Map(history.map((judgement) => [judgement.period, judgement])); // Worked out for judging, where none are published.
  const description = [
    `A line of ${seen.length} periods${seen.length === 0 ? '' : ` from ${words(periods[0]!)} to ${words(periods.at(-1)!)}`}.`,
    latest === undefined
      ? 'There is no figure yet.'
      : `The latest figure is ${numberText(latest.value, decimals)} for ${words(latest.period)}.`,
    'The same figures are in the table below.',
  ].join(' ');
  return {
    title: `${names.indicator}, ${names.area}`,
    description,
    unit: unitText(names.known),
    decimals,
    periods: periods.map(words),
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
