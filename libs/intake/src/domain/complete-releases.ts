import type { CompleteRelease } from './register.js';

/** The event of `releases-<indicator>`: a release that spoke for everything the indicator has. A storage format. */
export interface CompleteReleaseStated {
  readonly type: 'CompleteReleaseStated';
  readonly data: CompleteRelease & { readonly v: 1 };
}

export const releasesStream = (indicator: string): string => `releases-${indicator}`;

/** What a profile's `complete` makes of the periods that a body carries: null for all, else the window they span. */
export function windowOf(complete: 'indicator' | 'window', carried: readonly [string, string] | undefined): CompleteRelease['window'] {
  return complete === 'indicator' ? null : (carried ?? ['', '']);
}
