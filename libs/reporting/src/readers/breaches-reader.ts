import type { AlertEvent } from '#libs/alerting';
import type { BreachStep } from '#libs/assessment';
import type { Catalogue, CatalogueView } from '#libs/catalogue';
import { categoryOf, type StoredEvent } from '#libs/event-store';
import { byRule, Reader, type Work } from '#libs/event-feed';
import type { Collection, Guards, Put, ReadStore } from '#libs/read-store';
import { breachStory, type BreachStory, withAlert } from '../domain/breach-story.js';
import { countOpenBreaches, type Moved, OPEN_BREACHES } from './count-open-breaches.js';
import { movedStories, placedAnew, placeOf } from './moved-stories.js';

/** Where episodes are found. */
export const BREACHES: Collection = { name: 'breaches', fields: ['state', 'region', 'lsp', 'target', 'theme', 'area', 'openedAt'] };

const EPISODE_OF_ALERT = /^alert-([0-9a-f-]{36})-/;

/** The episode that an event belongs to: breach events name it, alert streams bear its name. */
function episodeOf({ stream, data }: StoredEvent): string {
  const episode = categoryOf(stream) === 'breach' ? (data as BreachStep).episode : EPISODE_OF_ALERT.exec(stream)?.[1];
  if (episode === undefined) throw new Error(`Stream ${stream} does not say of which episode it is.`);
  return episode;
}

/** The last of these events that says where areas lie. */
function lastOfAreas(events: readonly StoredEvent[]): StoredEvent | undefined {
  return events.findLast(({ type }) => type === 'AreasImported' || type === 'AreaLinksImported');
}

/**
 * Keeps one document for each episode: what happened, on which numbers, and who was told. It lies where its area lies by the
 * catalogue of now: who may see it follows an area that moves.
 */
export class BreachesReader extends Reader {
  readonly name = 'breaches';
  readonly stamp = 4;
  readonly categories = ['breach', 'alert', 'catalogue'];
  readonly collections = [BREACHES, OPEN_BREACHES];

  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const catalogue = await this.catalogue.upToDate();
    const own = events.filter(({ stream }) => categoryOf(stream) !== 'catalogue');
    const areas = lastOfAreas(events);
    const told = await this.told(own, catalogue);
    const moved = areas ? await movedStories(this.readStore, BREACHES.name, new Set(told.map(({ id }) => id)), catalogue) : [];
    const puts = [...told.filter(({ before, after }) => after !== before), ...moved].map(({ after }) =>
      putOf(after, areas && { [areas.stream]: areas.version }),
    );
    const counted = await countOpenBreaches(this.readStore, BREACHES.name, {
      moved: [...told.filter(({ isMoved }) => isMoved), ...moved],
      everywhere: areas !== undefined,
    });
    return { puts: [...puts, ...counted.puts], removes: counted.removes };
  }

  /** The episodes of these events, before and after them. */
  private async told(events: readonly StoredEvent[], catalogue: CatalogueView): Promise<Told[]> {
    const byEpisode = Map.groupBy(events, episodeOf);
    const episodes = [...byEpisode.keys()];
    const before = await this.readStore.getMany<BreachStory>(BREACHES.name, episodes);
    return episodes.map((id, i) => {
      const own = byEpisode.get(id)!;
      const story = byRule(() => own.reduce((known, event) => told(known, event, catalogue), before[i])!);
      const after = placedAnew(story, catalogue);
      return {
        id,
        before: before[i],
        after,
        isMoved: own.some(({ stream }) => categoryOf(stream) === 'breach') || isElsewhere(before[i], after),
      };
    });
  }
}

const isElsewhere = (before: BreachStory | undefined, after: BreachStory): boolean =>
  before?.region !== after.region || before.lsp !== after.lsp;

interface Told extends Moved {
  readonly id: string;
  /** Whether its state or place, and not only its alerts, may have changed. */
  readonly isMoved: boolean;
}

const putOf = (story: BreachStory, guards: Guards = {}): Put => ({
  collection: BREACHES.name,
  id: story.id,
  body: story,
  guards: { ...story.versions, ...guards },
});

function told(story: BreachStory | undefined, event: StoredEvent, catalogue: CatalogueView): BreachStory {
  if (categoryOf(event.stream) === 'breach') {
    const breach = event as StoredEvent<BreachStep>;
    return breachStory(story, breach, placeOf(breach.data.judgement.area, catalogue));
  }
  if (story === undefined) throw new Error(`${event.stream} tells of an episode that no breach event opened; its stream may be parked.`);
  return withAlert(story, event as StoredEvent<AlertEvent['data']>);
}
