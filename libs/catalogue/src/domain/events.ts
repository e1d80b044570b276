import type { AreaType } from '#libs/kernel';
import type { AreaLink, Feed, Group, Indicator, Target, TargetVersion } from './types.js';
import type { CodeColumn, NameColumn, Runs } from './columns.js';

/** Who caused an event of the catalogue, why, and when: an ISO moment. */
export interface Authored {
  readonly by: string;
  readonly why: string;
  readonly at: string;
}

/** A parent as an event writes it: its code, or code, from and until where it is dated. */
export type ParentCell = string | readonly [string, string | null, string | null];

/**
 * What one source states of many areas, in columns in code order. Only news: what stood already is not repeated.
 * `rank`: of two sources that name or date an area differently the one of higher rank is believed.
 */
export interface AreasImported {
  readonly type: 'AreasImported';
  readonly data: Authored & {
    readonly v: 1;
    readonly source: string;
    readonly rank: number;
    readonly codes: CodeColumn;
    readonly names?: NameColumn;
    readonly types?: Runs<AreaType | null>;
    readonly from?: Runs<string | null>;
    readonly until?: Runs<string | null>;
    readonly vintages?: Runs<string>;
    /** Distinct sets of parents, and for each area the index of its own; -1 for none. */
    readonly parents?: { readonly sets: readonly (readonly ParentCell[])[]; readonly of: Runs<number> };
  };
}

/** Boundary changes that one source states. */
export interface AreaLinksImported {
  readonly type: 'AreaLinksImported';
  readonly data: Authored & {
    readonly v: 1;
    readonly source: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
    readonly kind: Runs<AreaLink['kind']>;
    readonly date: Runs<string | null>;
  };
}

/** A list of areas was dated and frozen. */
export interface GroupDefined {
  readonly type: 'GroupDefined';
  readonly data: Authored & { readonly v: 1; readonly group: Group };
}

/** An indicator stands as stated from here on; its version says how often it was defined. */
export interface IndicatorDefined {
  readonly type: 'IndicatorDefined';
  readonly data: Authored & { readonly v: 1; readonly indicator: Indicator };
}

/** A feed stands as stated from here on; its profile version says how often it was defined. */
export interface FeedDefined {
  readonly type: 'FeedDefined';
  readonly data: Authored & { readonly v: 1; readonly feed: Feed };
}

/** A floor target got its first version, a change or a correction. */
export interface TargetVersionMade {
  readonly type: 'TargetVersionMade';
  readonly data: { readonly v: 1; readonly target: string; readonly theme: Target['theme']; readonly version: TargetVersion };
}

export type CatalogueEvent = AreasImported | AreaLinksImported | GroupDefined | IndicatorDefined | FeedDefined | TargetVersionMade;

/** The streams of the catalogue, one for each kind of thing that is defined in it. */
export const STREAMS = {
  areas: 'catalogue-areas',
  groups: 'catalogue-groups',
  indicators: 'catalogue-indicators',
  feeds: 'catalogue-feeds',
  targets: 'catalogue-targets',
} as const;

export type CatalogueStream = (typeof STREAMS)[keyof typeof STREAMS];

/** How many bytes of JSON an event of the catalogue may take: well under what every store can hold. */
export const EVENT_BYTES_MAX = 200 * 1024;
