import type { CatalogueView } from '#libs/catalogue';
import { isOpen } from '../../domain/open-breaches.js';
import type { NamedStory } from '../../named-story.js';
import { elementTitle } from '../titles.js';
import { dateText, stateWords } from '../words.js';
import { seriesHref } from './hrefs.js';

/** A breach as a partnership's page lists it. */
export interface BreachRow {
  readonly areaName: string;
  readonly what: string;
  readonly href: string;
  readonly state: string;
  readonly since: string;
  readonly told: string;
}

function told({ alerts }: NamedStory): string {
  if (alerts.length === 0) return 'Nobody yet';
  return alerts
    .map(({ state, sentAt }) => (state === 'sent' ? `Told on ${dateText(sentAt)}` : state === 'due' ? 'Being told' : 'Could not be told'))
    .join('; ');
}

const ORDER = ['confirmed', 'recovering', 'suspected'];
const rank = (story: NamedStory): number => (isOpen(story) ? ORDER.indexOf(story.state) : ORDER.length);

/** The breaches, the open ones first, and of those the confirmed ones. */
export function breachRows(breaches: readonly NamedStory[], catalogue: CatalogueView): readonly BreachRow[] {
  return [...breaches]
    .sort((a, b) => rank(a) - rank(b)) // What is alike stays in order: the latest opened first.
    .map((story) => ({
      areaName: story.areaName,
      what: elementTitle(story.target, story.element, catalogue),
      href: seriesHref(story.indicator, story.area),
      state: stateWords(story.state),
      since: dateText(story.openedAt),
      told: told(story),
    }));
}
