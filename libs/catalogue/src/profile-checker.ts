import type { Refusal } from '#libs/kernel';
import type { FeedDefinition } from './domain/define-feed.js';

/** Says whether a feed's format is known and its profile can be used. The owner of the formats provides it. */
export abstract class ProfileChecker {
  abstract check(feed: FeedDefinition): Refusal | undefined;
}
