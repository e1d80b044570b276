import type { Judgement, Outcome } from '#libs/assessment';
import { type CatalogueView, THEMES } from '#libs/catalogue';
import type { NamedStory } from '../../named-story.js';
import { countText, outcomeTag, type Tag, themeName, WORST_FIRST } from '../words.js';

/** The worst outcome of a theme in a partnership, and how many of its judgements have it. */
export interface ThemeCell {
  readonly tag: Tag;
  readonly note: string;
}

export interface PartnershipRow {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly cells: readonly (ThemeCell | null)[];
  readonly breaches: number;
}

/** The partnerships with their latest judgements by theme and their open breaches. */
export interface PartnershipsView {
  readonly themes: readonly string[];
  readonly rows: readonly PartnershipRow[];
  /** Areas that lie in no partnership: England and the regions. */
  readonly wider: readonly PartnershipRow[];
  readonly totals: { readonly cells: readonly string[]; readonly breaches: number };
  readonly summary: string;
}

function themeCell(judgements: readonly Judgement[]): ThemeCell | null {
  const worst = WORST_FIRST.find((outcome) => judgements.some((j) => j.outcome === outcome));
  if (worst === undefined) return null;
  const many = judgements.filter(({ outcome }) => outcome === worst).length;
  return { tag: outcomeTag(worst), note: judgements.length === 1 ? '' : `${many} of ${judgements.length}` };
}

function row(code: string, judgements: readonly Judgement[], breaches: number, catalogue: CatalogueView): PartnershipRow {
  const byTheme = Map.groupBy(judgements, ({ theme }) => theme);
  const region = catalogue.parentOf(code, 'region');
  return {
    code,
    name: catalogue.area(code)?.name ?? code,
    region: region === undefined ? '' : (catalogue.area(region)?.name ?? region),
    cells: THEMES.map((theme) => themeCell(byTheme.get(theme) ?? [])),
    breaches,
  };
}

const count = (judgements: readonly Judgement[], outcome: Outcome): number => judgements.filter((j) => j.outcome === outcome).length;

/** The view of the first page, from the latest judgements and the open breaches. */
export function partnershipsView(
  judgements: readonly Judgement[],
  open: readonly NamedStory[],
  catalogue: CatalogueView,
): PartnershipsView {
  const homeOf = (area: string): string => catalogue.parentOf(area, 'district') ?? area;
  const judged = Map.groupBy(judgements, ({ area }) => homeOf(area));
  const breaches = Map.groupBy(open, ({ area }) => homeOf(area));
  const codes = [...new Set([...judged.keys(), ...breaches.keys()])];
  const rows = codes
    .map((code) => row(code, judged.get(code) ?? [], breaches.get(code)?.length ?? 0, catalogue))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB') || (a.code < b.code ? -1 : 1));
  const isPartnership = ({ code }: PartnershipRow): boolean => catalogue.parentOf(code, 'district') === code;
  const partnerships = rows.filter(isPartnership);
  const totals = THEMES.map((theme) => {
    const ofTheme = judgements.filter((j) => j.theme === theme);
    return ofTheme.length === 0 ? '–' : `${count(ofTheme, 'breach')} of ${ofTheme.length} in breach`;
  });
  return {
    themes: THEMES.map(themeName),
    rows: partnerships,
    wider: rows.filter((r) => !isPartnership(r)),
    totals: { cells: totals, breaches: open.length },
    summary: `${countText(partnerships.length, 'partnership', 'partnerships')} with judgements; ${countText(open.length, 'open breach', 'open breaches')}.`,
  };
}
