import type { Judgement, Outcome } from './types.js';

/**
 * How an area stands by an element: the outcome of its latest period; `breach-not-judged` where that period could not be
 * judged and the last one that was is a breach, which nothing has ended since.
 */
export type Standing = Outcome | 'breach-not-judged';

/** What a summary counts of an area's judgement. */
export interface Counted {
  /** The district that the area is or lies in; the area itself where it lies in none. */
  readonly home: string;
  readonly lsp: string | null;
  readonly region: string | null;
  readonly theme: string;
  readonly standing: Standing;
}

/** A partnership's latest judgements, counted by theme and standing. One document for each, whatever its size. */
export interface PartnershipSummary {
  readonly id: string;
  readonly lsp: string | null;
  readonly region: string | null;
  readonly themes: Readonly<Record<string, Readonly<Partial<Record<Standing, number>>>>>;
}

/** The latest judgement of an area by an element, with its past, as the documents keep it. */
interface Latest {
  readonly area: string;
  readonly lsp: string | null;
  readonly region: string | null;
  readonly theme: string;
  readonly judgement: Pick<Judgement, 'outcome' | 'reason'>;
  readonly lastJudged: Pick<Judgement, 'outcome'> | null;
  readonly recent: readonly Pick<Judgement, 'outcome'>[];
}

/** How the area stands. A period that has not ended yet takes nothing from the one before it. */
export function standingOf({ judgement, lastJudged, recent }: Pick<Latest, 'judgement' | 'lastJudged' | 'recent'>): Standing {
  if (judgement.outcome !== 'not-judged') return judgement.outcome;
  const last = (lastJudged ?? recent.findLast(({ outcome }) => outcome !== 'not-judged'))?.outcome ?? 'not-judged';
  if (judgement.reason === 'period-not-ended') return last;
  return last === 'breach' ? 'breach-not-judged' : 'not-judged';
}

/** What a summary counts of this document. */
export function countedOf(latest: Latest): Counted {
  const { area, lsp, region, theme } = latest;
  return { home: lsp ?? area, lsp, region, theme, standing: standingOf(latest) };
}

/** The summary with one judgement more or less; undefined when nothing is left to count. */
export function withCounted(
  summary: PartnershipSummary | undefined,
  { home, lsp, region, theme, standing }: Counted,
  by: 1 | -1,
): PartnershipSummary | undefined {
  const counts = { ...summary?.themes[theme] };
  const count = (counts[standing] ?? 0) + by;
  if (count > 0) counts[standing] = count;
  else delete counts[standing];
  const themes = { ...summary?.themes, [theme]: inOrder(counts) };
  if (Object.keys(counts).length === 0) delete themes[theme];
  // What leaves says nothing of where the others lie.
  const place = by < 0 && summary ? { lsp: summary.lsp, region: summary.region } : { lsp, region };
  return Object.keys(themes).length === 0 ? undefined : { id: home, ...place, themes: inOrder(themes) };
}

/** Keys in order, so that the same counts are the same bytes whatever led to them. */
function inOrder<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
