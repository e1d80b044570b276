import type { AreaJudgement } from '#libs/assessment';
import type { CatalogueView } from '#libs/catalogue';
import type { NamedStory } from '../../named-story.js';
import { periodWords } from '../period-words.js';
import { elementTitle, targetTitle } from '../titles.js';
import {
  ageText,
  causeWords,
  distanceText,
  numberText,
  outcomeTag,
  type Tag,
  themeName,
  unitText,
  WORST_FIRST,
  withUnit,
} from '../words.js';
import { type BreachRow, breachRows } from './breach-rows.js';
import { placeHref, seriesHref } from './hrefs.js';
import { type NeighbourhoodRow, neighbourhoods } from './neighbourhoods.js';
import { standingWords } from './standing.js';

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
  readonly cause: string;
  readonly href: string;
}

export interface ElementSection {
  readonly id: string;
  readonly heading: string;
  readonly sentence: string;
  readonly indicator: string;
  readonly rows: readonly JudgedRow[];
  /** Where not all areas are shown: how many are, and the link to all of them. */
  readonly more: { readonly text: string; readonly href: string } | null;
}

/** A partnership: its areas by element, theme by theme, its neighbourhoods and its breaches. */
export interface PartnershipView {
  readonly name: string;
  readonly region: string | null;
  readonly sections: readonly ElementSection[];
  readonly neighbourhoods: readonly NeighbourhoodRow[];
  readonly breaches: readonly BreachRow[];
  /** The link to breaches that ended earlier, where not all are shown. */
  readonly earlierBreaches: string | null;
}

/** What the page is made of. `today` is a date; `only` is the one element that is shown whole. */
export interface PartnershipFacts {
  readonly judged: readonly AreaJudgement[];
  readonly breaches: readonly NamedStory[];
  readonly nextBreaches: string | null;
  readonly today: string;
  readonly only?: string;
}

/** More rows than this are a link away. */
const ROWS_MAX = 50;

interface Placed {
  readonly row: JudgedRow;
  readonly rank: number;
  readonly distance: number;
}

function judgedRow(document: AreaJudgement, catalogue: CatalogueView, today: string): Placed {
  const { area, value, floor, expected, distance, period, periodEnd, indicator, cause } = document.judgement;
  const known = catalogue.indicator(indicator);
  const decimals = known?.decimals ?? 1;
  const { outcome, note } = standingWords(document, catalogue);
  const row = {
    area,
    areaName: catalogue.area(area)?.name ?? area,
    tag: outcomeTag(outcome),
    certainty: note,
    value: numberText(value, decimals),
    line: numberText(floor ?? expected, decimals),
    distance: distanceText(distance, decimals),
    period: periodWords(period, known?.frequency),
    age: ageText(periodEnd, today),
    cause: causeWords(cause),
    href: seriesHref(indicator, area),
  };
  return { row, rank: WORST_FIRST.indexOf(outcome), distance: distance ?? Number.MAX_VALUE };
}

/** The worst outcome first, and of those the farthest from its line. */
function worstFirst(a: Placed, b: Placed): number {
  return (
    a.rank - b.rank ||
    a.distance - b.distance ||
    a.row.areaName.localeCompare(b.row.areaName, 'en-GB') ||
    (a.row.area < b.row.area ? -1 : 1)
  );
}

function section(
  code: string,
  judged: readonly AreaJudgement[],
  { today, only }: PartnershipFacts,
  catalogue: CatalogueView,
): ElementSection {
  const { target, element, theme, judgement } = judged[0]!;
  const known = catalogue.indicator(judgement.indicator);
  const id = `${target}.${element}`;
  const rows = judged
    .map((document) => judgedRow(document, catalogue, today))
    .sort(worstFirst)
    .map(({ row }) => row);
  const isCut = only !== id && rows.length > ROWS_MAX;
  const all = `${placeHref(code)}?element=${encodeURIComponent(id)}`;
  return {
    id,
    heading: `${themeName(theme)}: ${elementTitle(target, element, catalogue)}`,
    sentence: targetTitle(target, catalogue),
    indicator: withUnit(known?.name ?? judgement.indicator, unitText(known)),
    rows: isCut ? rows.slice(0, ROWS_MAX) : rows,
    more: isCut
      ? { text: `The ${ROWS_MAX} worst of ${rows.length.toLocaleString('en-GB')} areas are shown. Show all of them`, href: all }
      : null,
  };
}

const nameOf = (code: string, catalogue: CatalogueView): string => catalogue.area(code)?.name ?? code;

/** The view of a partnership's page. */
export function partnershipView(code: string, facts: PartnershipFacts, catalogue: CatalogueView): PartnershipView {
  const { judged, breaches, nextBreaches, only } = facts;
  const region = catalogue.parentOf(code, 'region');
  const byElement = Map.groupBy(judged, ({ theme, target, element }) => `${themeName(theme)} ${target}.${element}`);
  const shown = [...byElement].filter(([, [one]]) => only === undefined || only === `${one!.target}.${one!.element}`);
  return {
    name: nameOf(code, catalogue),
    region: region === undefined || region === code ? null : nameOf(region, catalogue),
    sections: shown.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, all]) => section(code, all, facts, catalogue)),
    neighbourhoods: only === undefined ? neighbourhoods(code, judged, catalogue) : [],
    breaches: only === undefined ? breachRows(breaches, catalogue) : [],
    earlierBreaches: nextBreaches === null || only !== undefined ? null : `${placeHref(code)}?breaches=${encodeURIComponent(nextBreaches)}`,
  };
}
