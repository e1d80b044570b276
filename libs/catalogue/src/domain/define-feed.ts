import { isAreaCode, Refusal } from '#libs/kernel';
import { badSlug, firstRefusal, sameDefinition, tooLarge } from './defining.js';
import type { Authored, FeedDefined } from './events.js';
import type { Feed } from './types.js';

/** A feed as it is asked for. */
export type FeedDefinition = Omit<Feed, 'profileVersion'>;

export interface DefineFeed extends Authored {
  readonly feed: FeedDefinition;
  /** What the owner of the profiles says of this one. */
  readonly profileRefusal: Refusal | undefined;
}

/** What the rule asks of the catalogue. */
export interface KnownFeeds {
  feed(code: string): Feed | undefined;
}

const CODE = /^[a-z0-9][a-z0-9-]{0,79}$/;
const INDICATORS = /^(?:[a-z0-9][a-z0-9.-]{0,119}\*?|\*)$/;

/** Defines a feed, or the next version of its profile; nothing when it stands so already. */
export function defineFeed({ feed, profileRefusal, by, why, at }: DefineFeed, known: KnownFeeds): readonly FeedDefined[] | Refusal {
  const standing = known.feed(feed.code);
  const defined: Feed = { ...feed, profileVersion: (standing?.profileVersion ?? 0) + 1 };
  if (standing && sameDefinition({ ...standing, profileVersion: 0 }, { ...defined, profileVersion: 0 })) return [];
  const event: FeedDefined = { type: 'FeedDefined', data: { v: 1, feed: defined, by, why, at } };
  const refusal = firstRefusal([
    () => badSlug('a feed', feed.code, CODE),
    () => wrongIndicators(feed.indicators),
    () => wrongAreas(feed.areas),
    () => profileRefusal,
    () => tooLarge(event),
  ]);
  return refusal ?? [event];
}

function wrongIndicators(patterns: readonly string[]): Refusal | undefined {
  const wrong = patterns.find((pattern) => !INDICATORS.test(pattern));
  if (wrong === undefined) return undefined;
  const shown = wrong.slice(0, 60);
  return new Refusal('unreadable-code', `"${shown}" is neither the code of an indicator nor the beginning of one with * at its end.`, {
    indicator: shown,
  });
}

function wrongAreas(areas: readonly string[]): Refusal | undefined {
  const wrong = areas.find((code) => !isAreaCode(code));
  return wrong === undefined
    ? undefined
    : new Refusal('unreadable-code', `"${wrong.slice(0, 60)}" is not a GSS code.`, { area: wrong.slice(0, 60) });
}
