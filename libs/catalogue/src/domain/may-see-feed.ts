import type { Person } from '#libs/platform';
import type { CatalogueView } from './catalogue-view.js';
import type { Feed } from './types.js';

/** Whose deliveries a feed holds, as far as the policy asks. */
type FeedOwner = Pick<Feed, 'code' | 'areas'>;

/**
 * Whether this person may see what was delivered on the feed: its receipts and its refused rows. A data team sees its own
 * feeds; a manager and an officer see the feeds that may state something of their place; an administrator sees all.
 */
export function maySeeFeed(person: Person, feed: FeedOwner, catalogue: Pick<CatalogueView, 'liesIn' | 'codesOf'>): boolean {
  if (person.role === 'administrator') return true;
  if (person.role === 'data-team') return person.feeds.includes(feed.code);
  const place = person.role === 'lsp-manager' ? person.lsp : person.region;
  if (place === null) return false;
  const codes = catalogue.codesOf(place); // A district that was recoded keeps its feeds under each of its codes.
  return (
    feed.areas.length === 0 ||
    feed.areas.some((area) => catalogue.liesIn(area, codes)) ||
    codes.some((code) => catalogue.liesIn(code, feed.areas))
  );
}

/** The codes of the feeds whose deliveries this person may see; all of them are `undefined`, also those that the catalogue lost. */
export function feedsSeenBy(person: Person, catalogue: Pick<CatalogueView, 'feeds' | 'liesIn' | 'codesOf'>): readonly string[] | undefined {
  if (person.role === 'administrator') return undefined;
  if (person.role === 'data-team') return person.feeds;
  return catalogue.feeds().flatMap((feed) => (maySeeFeed(person, feed, catalogue) ? [feed.code] : []));
}
