import type { Judgement } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import type { NamedStory } from '../../named-story.js';
import { periodWords } from '../period-words.js';
import {
  ageText,
  certaintyWords,
  dateText,
  distanceText,
  numberText,
  outcomeTag,
  type Tag,
  themeName,
  unitText,
  withUnit,
} from '../words.js';

export interface JudgedRow {
  readonly area: string;
  readonly areaName: string;
  readonly tag: Tag;
  readonly certainty: string;
  readonly value: string;
  readonly line: string;
  readonly distance: string;
  readonly period: string;
  readonly age: string;
  readonly href: string;
}

export interface ElementSection {
  readonly id: string;
  readonly heading: string;
  readonly sentence: string;
  readonly indicator: string;
  readonly rows: readonly JudgedRow[];
}

/** A partnership: its areas by element, theme by theme, and its breaches. */
export interface PartnershipView {
  readonly name: string;
  readonly region: string | null;
  readonly sections: readonly ElementSection[];
  readonly breaches: readonly {
    readonly what: string;
    readonly href: string;
    readonly state: string;
    readonly since: string;
    readonly told: string;
  }[];
}

/** The page of an indicator in an area. */
export const seriesHref = (indicator: string, area: string): string =>
  `/series/${encodeURIComponent(indicator)}/${encodeURIComponent(area)}`;

function judgedRow(judgement: Judgement, catalogue: CatalogueView, today: string): JudgedRow {
  const { area, outcome, certainty, reason, value, floor, expected, distance, period, periodEnd, indicator } = judgement;
  const decimals = catalogue.indicator(indicator)?.decimals ?? 1;
  return {
    area,
    areaName: catalogue.area(area)?.name ?? area,
    tag: outcomeTag(outcome),
    certainty: certaintyWords(outcome, certainty, reason),
    value: numberText(value, decimals),
    line: numberText(floor ?? expected, decimals),
    distance: distanceText(distance, decimals),
    period: periodWords(period, catalogue.indicator(indicator)?.frequency),
    age: ageText(periodEnd, today),
    href: seriesHref(indicator, area),
  };
}

function section(judgements: readonly Judgement[], catalogue: CatalogueView, today: string): ElementSection {
  const { target, element, theme, indicator } = judgements[0]!;
  const known = catalogue.indicator(indicator);
  const rows = judgements.map((j) => judgedRow(j, catalogue, today));
  return {
    id: `${target}.${element}`,
    heading: `${themeName(theme)}: ${target} ${element}`,
    sentence: catalogue.target(target)?.versions.at(-1)?.sentence ?? '',
    indicator: withUnit(known?.name ?? indicator, unitText(known)),
    rows: rows.sort((a, b) => a.areaName.localeCompare(b.areaName, 'en-GB') || (a.area < b.area ? -1 : 1)),
  };
}

function told({ alerts }: NamedStory): string {
  if (alerts.length === 0) return 'Nobody yet';
  return alerts
    .map(({ state, sentAt }) => (state === 'sent' ? `Told on ${dateText(sentAt)}` : state === 'due' ? 'Being told' : 'Could not be told'))
    .join('; ');
}

/** What the page is made of. `today` is a date. */
export interface PartnershipFacts {
  readonly judgements: readonly Judgement[];
  readonly breaches: readonly NamedStory[];
  readonly today: string;
}

/** The view of a partnership's page. */
export function partnershipView(
  code: string,
  { judgements, breaches, today }: PartnershipFacts,
  catalogue: CatalogueView,
): PartnershipView {
  const region = catalogue.parentOf(code, 'region');
  const byElement = Map.groupBy(judgements, ({ theme, target, element }) => `${themeName(theme)} ${target}.${element}`);
  return {
    name: catalogue.area(code)?.name ?? code,
    region: region === undefined || region === code ? null : (catalogue.area(region)?.name ?? region),
    sections: [...byElement.keys()].sort().map((key) => section(byElement.get(key)!, catalogue, today)),
    breaches: breaches.map((story) => ({
      what: `${story.areaName}: ${story.target} ${story.element}`,
      href: seriesHref(story.indicator, story.area),
      state: story.state.charAt(0).toUpperCase() + story.state.slice(1),
      since: dateText(story.openedAt),
      told: told(story),
    })),
  };
}
