import type { FeedDefinition } from './domain/define-feed.js';
import type { IndicatorDefinition } from './domain/define-indicator.js';

/** What another context ships for the catalogue: the indicators that its formats speak of, and its default feeds. */
export abstract class Shipped {
  abstract readonly indicators: readonly IndicatorDefinition[];
  abstract readonly feeds: readonly FeedDefinition[];
}
