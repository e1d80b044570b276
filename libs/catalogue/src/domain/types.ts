import type { AreaType, PeriodKind } from '#libs/kernel';

/** Every type of area, for who must choose one. */
export const AREA_TYPES = [
  'country',
  'region',
  'county',
  'district',
  'ward',
  'lsoa',
  'msoa',
  'police-force-area',
  'community-safety-partnership',
  'combined-authority',
  'combined-area',
  'other',
] as const satisfies readonly AreaType[];

/** The six themes of the strategy. */
export const THEMES = ['worklessness', 'crime', 'skills', 'health', 'housing', 'physical-environment'] as const;
export type Theme = (typeof THEMES)[number];

/** A place with a GSS code. `from` and `until` are dates, `[from, until)`; null where not known or still open. */
export interface Area {
  readonly code: string;
  readonly name: string;
  readonly type: AreaType;
  readonly from: string | null;
  readonly until: string | null;
  /** What it lies in, dated; an area may lie in several of different types (a district and a ward). */
  readonly parents: readonly Parent[];
  /** For census small areas: the code sets it belongs to (`2001`, `2011`, `2021`). */
  readonly vintages: readonly string[];
}

export interface Parent {
  readonly code: string;
  readonly from: string | null;
  readonly until: string | null;
}

/** A boundary change. `recode`: the same place under another code; the others are different places. */
export interface AreaLink {
  readonly from: string;
  readonly to: string;
  readonly kind: 'recode' | 'split' | 'merge' | 'irregular';
  readonly date: string | null;
}

/** A dated, frozen list of areas. */
export interface Group {
  readonly code: string;
  readonly name: string;
  readonly areas: readonly string[];
  readonly at: string;
  readonly why: string;
  /** Said of single members: a citation, or a doubt. */
  readonly notes?: Readonly<Record<string, string>>;
}

export const MEASURES = ['count', 'proportion', 'rate', 'mean', 'standardised-rate', 'index'] as const;
export type Measure = (typeof MEASURES)[number];
export const BEHAVIOURS = ['flow', 'stock', 'cumulative', 'rolling'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];
export const POLARITIES = ['higher', 'lower', 'none'] as const;
export type Polarity = (typeof POLARITIES)[number];
export const FREQUENCIES = [
  'day',
  'month',
  'quarter',
  'calendar',
  'financial',
  'academic',
  'rolling',
] as const satisfies readonly Frequency[];
export type Frequency = Exclude<PeriodKind, 'rolling' | 'day'> | 'rolling' | 'day';

/** A derived indicator is defined, not fed. */
export type Derivation =
  | { readonly sumOfParts: { readonly of: string; readonly level: AreaType } }
  /** `periods`: the sum of so many successive periods, ending with each; `kind`: of a year of that kind. */
  | { readonly sumOver: { readonly of: string; readonly periods?: number; readonly kind?: 'calendar' | 'financial' | 'academic' } }
  /**
   * Numerator over denominator, times `per`. `denominatorPeriod`: `same`, `latest` (the latest period of the
   * denominator that starts at or before the numerator's end), or a fixed period as text.
   */
  | { readonly rate: { readonly numerator: string; readonly denominator: string; readonly denominatorPeriod: string } };

/** What is measured. `numerator` and `denominator` are words; `decimals` is for show alone. */
export interface Indicator {
  readonly code: string;
  readonly name: string;
  readonly theme: Theme;
  readonly measure: Measure;
  readonly per: number;
  readonly behaviour: Behaviour;
  readonly polarity: Polarity;
  readonly frequency: Frequency;
  readonly decimals: number;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly suppression: string | null;
  readonly source: string | null;
  readonly lagDays: number | null;
  readonly unit: string | null;
  readonly derived: Derivation | null;
  readonly version: number;
}

/** A named source. Its profile is data: how its files are read. Opaque here; intake owns its shape. */
export interface Feed {
  readonly code: string;
  readonly name: string;
  readonly format: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly profileVersion: number;
  /** Indicator codes or prefixes ending in `*` that the feed may state. */
  readonly indicators: readonly string[];
  /** Area codes that the feed may state, with everything that lies in them; empty: any. */
  readonly areas: readonly string[];
  readonly owner: string;
}

export type TrajectoryShape = 'linear' | 'compound' | 'milestones';

export interface Trajectory {
  readonly shape: TrajectoryShape;
  /** For `milestones`: values by period text. */
  readonly milestones?: readonly { readonly period: string; readonly value: number }[];
}

export const ELEMENT_KINDS = [
  'floor',
  'count-under-floor',
  'multiple-of-national',
  'reduction',
  'level',
  'absolute-gap',
  'relative-gap',
  'share',
  'direction',
] as const;
export type ElementKind = (typeof ELEMENT_KINDS)[number];

/** One judgeable part of a target, as `POST /targets` takes it. Periods are text in the indicator's spelling. */
export interface Element {
  readonly code: string;
  /** What people read instead of the code: a short sentence. */
  readonly title?: string;
  readonly kind: ElementKind;
  readonly indicator: string;
  readonly polarity: Polarity;
  /** The code of a group, or of a single area, whose areas are each judged. For a gap or a share: the group that is pooled. */
  readonly areas: string;
  readonly floor?: number;
  readonly multiple?: number;
  readonly national?: string;
  readonly percent?: number;
  readonly level?: number;
  readonly baseline?: { readonly period: string; readonly value?: number };
  readonly trajectory?: Trajectory;
  /** Without limits, how far beyond the line a final figure must lie to confirm a breach, in the indicator's unit; 0 when left out. */
  readonly margin?: number;
  /** It applies to a period that starts no earlier than `from` does and ends no later than `until` does. */
  readonly from?: string;
  readonly until?: string;
  /** For gaps and shares: the pooled group, what it is compared with, and the whole that it is a share of. */
  readonly group?: string;
  readonly comparator?: string;
  readonly whole?: string;
  /** For a direction: the test that its technical note names. */
  readonly test?: string;
}

export interface TargetVersion {
  /** 1 for the first. */
  readonly version: number;
  readonly made:
    { readonly change: { readonly appliesFrom: string } } | { readonly correction: { readonly of: number } } | { readonly first: true };
  /** What people read instead of the code. */
  readonly title?: string;
  readonly sentence: string;
  readonly technicalNote: string;
  readonly department: string;
  readonly elements: readonly Element[];
  readonly why: string;
  readonly by: string;
  readonly at: string;
}

/** The agreed sentence, with every version of it. */
export interface Target {
  readonly code: string;
  readonly theme: Theme;
  readonly versions: readonly TargetVersion[];
}
