import type { Collection } from '#libs/read-store';
import type { Judgement } from './domain/types.js';

// Seen at once, all of them: a release is judged in every area or in none, whatever the store.

/** One document for an element, a period and an area prefix, `<target>.<element>|<period key>|<prefix>`: at most as many areas as a register has. */
export const JUDGEMENTS: Collection = {
  name: 'judgements',
  fields: ['target', 'element', 'theme', 'period', 'prefix', 'periodEnd'],
  atOnce: true,
};

/** One document for an element and an area, `<target>.<element>|<area>`: the latest period of which anything is stated. */
export const AREA_JUDGEMENTS: Collection = {
  name: 'area-judgements',
  fields: ['target', 'element', 'theme', 'area', 'lsp', 'region', 'outcome', 'periodEnd'],
  atOnce: true,
};

/** One document for a partnership, or for an area outside every one: its latest judgements, counted by theme. */
export const PARTNERSHIP_SUMMARIES: Collection = { name: 'partnership-summaries', fields: ['lsp', 'region'], atOnce: true };

/** Judgements that no longer stand, with the positions between which they did; those that stand are on the pages. */
export const JUDGEMENT_HISTORY: Collection = {
  name: 'judgement-history',
  fields: ['target', 'element', 'area', 'period', 'from', 'to'],
  atOnce: true,
};

/** One document for an element, `<target>.<element>`: its judged periods. */
export const JUDGED_ELEMENTS: Collection = { name: 'judged-elements', fields: ['target'], atOnce: true };

/** One document for an element and an area, `<target>.<element>|<area>`. */
export const FROZEN_BASELINES: Collection = { name: 'frozen-baselines', fields: ['target'], atOnce: true };

/** One document for a submission, under its id: the elements that were judged anew upon it. */
export const JUDGED_SUBMISSIONS: Collection = { name: 'judged-submissions', fields: [], atOnce: true };

/** What was judged anew upon one submission, its withdrawal and its reinstatement included. */
export interface JudgedSubmission {
  readonly id: string;
  /** In the order of the catalogue, with how many areas may have changed; none where no element rests on its figures. */
  readonly elements: readonly { readonly target: string; readonly element: string; readonly areas: number }[];
}

export interface JudgementPage {
  readonly id: string;
  readonly target: string;
  readonly element: string;
  readonly theme: string;
  /** As people write it. */
  readonly period: string;
  readonly periodKey: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** What the codes of its areas begin with. */
  readonly prefix: string;
  /** Of the event that last changed the page. */
  readonly position: string;
  /** By the area's code as the group names it. A judgement stands from its own position on. */
  readonly areas: Readonly<Record<string, Judgement>>;
}

/** What a line of an area's past needs. */
export type RecentJudgement = Pick<Judgement, 'period' | 'periodStart' | 'periodEnd' | 'outcome' | 'certainty' | 'value' | 'floor'>;

export interface AreaJudgement {
  readonly id: string;
  readonly target: string;
  readonly element: string;
  readonly theme: string;
  readonly area: string;
  /** The district the area lies in, itself included, whose partnership answers for it; and its region. */
  readonly lsp: string | null;
  readonly region: string | null;
  readonly outcome: Judgement['outcome'];
  readonly periodEnd: string;
  readonly judgement: Judgement;
  /** Where `judgement` is not judged: the latest period before it that is, by which an open episode stands. Else null. */
  readonly lastJudged: Judgement | null;
  /** Earlier first, at most 24, this one included. */
  readonly recent: readonly RecentJudgement[];
}

/** The baseline values of an element's area, by period key, as they were when its target, being posted, first found them. */
export interface FrozenBaselines {
  readonly id: string;
  readonly target: string;
  readonly values: Readonly<Record<string, { readonly value: number; readonly position: string }>>;
}

export interface PastJudgement {
  readonly id: string;
  readonly target: string;
  readonly element: string;
  readonly area: string;
  readonly period: string;
  /** It stood in `[from, to)`. */
  readonly from: string;
  readonly to: string;
  readonly judgement: Judgement;
}

export interface JudgedElement {
  readonly id: string;
  readonly target: string;
  /** Period keys, the earlier first. */
  readonly periods: readonly string[];
  /** The area prefixes that its documents are cut by, in order. */
  readonly prefixes: readonly string[];
}

/** What the ids of an element's documents begin with. */
export const elementId = (target: string, element: string): string => `${target}.${element}`;

/** The id of the document that holds what an element says of the areas with this prefix in a period, by its key. */
export const judgementsId = (target: string, element: string, period: string, prefix: string): string =>
  `${elementId(target, element)}|${period}|${prefix}`;

/** The id of what an element says of a period (by its key) or of an area. */
export const cellId = (target: string, element: string, of: string): string => `${elementId(target, element)}|${of}`;
