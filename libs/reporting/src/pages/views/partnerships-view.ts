import type { Outcome, Standing } from '#libs/assessment';
import { type CatalogueView, THEMES } from '#libs/catalogue';
import type { PartnershipStanding } from '../../list-partnerships.js';
import { countText, outcomeTag, type Tag, themeName, WORST_FIRST } from '../words.js';

/** The worst outcome of a theme in a partnership, and how many of its judgements have it. */
export interface ThemeCell {
  readonly tag: Tag;
  readonly notes: readonly string[];
}

export interface PartnershipRow {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly cells: readonly (ThemeCell | null)[];
  readonly breaches: number;
  readonly breachesNote: string;
}

/** The partnerships with their latest judgements by theme and their open breaches. */
export interface PartnershipsView {
  readonly themes: readonly string[];
  readonly rows: readonly PartnershipRow[];
  /** Areas that lie in no partnership: England and the regions. */
  readonly wider: readonly PartnershipRow[];
  /** Of all partnerships, also of those on other pages. */
  readonly totals: { readonly cells: readonly string[]; readonly breaches: number; readonly breachesNote: string };
  readonly summary: string;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly text: string };
}

type Counts = Readonly<Record<string, number | undefined>>;

/** A page longer than this is hard to use; what comes after it is a link away. */
const ROWS_MAX = 400;

const sumOf = (counts: Counts = {}): number => Object.values(counts).reduce<number>((sum, n) => sum + (n ?? 0), 0);

/** A breach stays one until something ends it: a period that could not be judged does not. */
const outcomeOf = (standing: Standing): Outcome => (standing === 'breach-not-judged' ? 'breach' : standing);

function outcomes(counts: Counts): ReadonlyMap<Outcome, number> {
  const all = new Map<Outcome, number>();
  for (const [standing, n] of Object.entries(counts)) {
    const outcome = outcomeOf(standing as Standing);
    all.set(outcome, (all.get(outcome) ?? 0) + (n ?? 0));
  }
  return all;
}

function themeCell(counts: Counts = {}): ThemeCell | null {
  const by = outcomes(counts);
  const worst = WORST_FIRST.find((outcome) => (by.get(outcome) ?? 0) > 0);
  if (worst === undefined) return null;
  const unjudged = counts['breach-not-judged'] ?? 0;
  return {
    tag: outcomeTag(worst),
    notes: [
      ...(sumOf(counts) === 1 ? [] : [`${by.get(worst)} of ${sumOf(counts)}`]),
      ...(unjudged === 0 ? [] : [`${sumOf(counts) === 1 ? '' : `${unjudged} `}not judged since`.trim()]),
    ],
  };
}

/** How many of these open breaches are only suspected. */
function suspectedNote(open: PartnershipStanding['open']): string {
  const suspected = Object.values(open).reduce((sum, counts) => sum + (counts.suspected ?? 0), 0);
  return suspected === 0 ? '' : `${suspected} suspected`;
}

const openOf = (open: PartnershipStanding['open']): number => Object.values(open).reduce((sum, counts) => sum + sumOf(counts), 0);

function row({ code, judged, open }: PartnershipStanding, catalogue: CatalogueView): PartnershipRow {
  const region = catalogue.parentOf(code, 'region');
  return {
    code,
    name: catalogue.area(code)?.name ?? code,
    region: region === undefined ? '' : (catalogue.area(region)?.name ?? region),
    cells: THEMES.map((theme) => themeCell(judged[theme])),
    breaches: openOf(open),
    breachesNote: suspectedNote(open),
  };
}

/** The counts of all of them together. */
function together(all: readonly Readonly<Record<string, Counts>>[]): Record<string, Record<string, number>> {
  const sums: Record<string, Record<string, number>> = {};
  for (const [theme, counts] of all.flatMap((themes) => Object.entries(themes))) {
    const sum = (sums[theme] ??= {});
    for (const [name, n] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + (n ?? 0);
  }
  return sums;
}

function totalsOf(standings: readonly PartnershipStanding[]): PartnershipsView['totals'] {
  const judged = together(standings.map((standing) => standing.judged));
  const open = together(standings.map((standing) => standing.open));
  const cells = THEMES.map((theme) => {
    const counts = judged[theme];
    return counts === undefined ? '–' : `${outcomes(counts).get('breach') ?? 0} of ${sumOf(counts).toLocaleString('en-GB')} in breach`;
  });
  return { cells, breaches: openOf(open), breachesNote: suspectedNote(open) };
}

/** The view of the first page, from what is counted of each partnership. Pages are numbered from 1. */
export function partnershipsView(standings: readonly PartnershipStanding[], catalogue: CatalogueView, page = 1): PartnershipsView {
  const rows = standings
    .map((standing) => row(standing, catalogue))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB') || (a.code < b.code ? -1 : 1));
  const isPartnership = ({ code }: PartnershipRow): boolean => catalogue.parentOf(code, 'district') === code;
  const partnerships = rows.filter(isPartnership);
  const ordered = [...partnerships, ...rows.filter((r) => !isPartnership(r))];
  const shown = ordered.slice((page - 1) * ROWS_MAX, page * ROWS_MAX);
  const totals = totalsOf(standings);
  const last = Math.max(1, Math.ceil(ordered.length / ROWS_MAX));
  return {
    themes: THEMES.map(themeName),
    rows: shown.filter(isPartnership),
    wider: shown.filter((r) => !isPartnership(r)),
    totals,
    summary: `${countText(partnerships.length, 'partnership', 'partnerships')} with judgements; ${countText(totals.breaches, 'open breach', 'open breaches')}.`,
    pages: {
      previous: page > 1 ? `/?page=${Math.min(page - 1, last)}` : null,
      next: page < last ? `/?page=${page + 1}` : null,
      text: last === 1 ? '' : `Page ${page} of ${last}`,
    },
  };
}
