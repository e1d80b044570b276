import type { AlertEvent } from '#libs/alerting';
import type { BreachStep } from '#libs/assessment';
import type { Catalogue, CatalogueView } from '#libs/catalogue';
import { categoryOf, type StoredEvent } from '#libs/event-store';
import { Reader, type Work } from '#libs/event-feed';
import type { Collection, Put, ReadStore } from '#libs/read-store';
import { breachStory, type BreachStory, type Place, withAlert } from '../domain/breach-story.js';
import { countOpenBreaches, OPEN_BREACHES } from './count-open-breaches.js';

/** Where episodes are found. */
export const BREACHES: Collection = { name: 'breaches', fields: ['state', 'region', 'lsp', 'target', 'theme', 'area', 'openedAt'] };

const EPISODE_OF_ALERT = /^alert-([0-9a-f-]{36})-/;

/** The episode that an event belongs to: breach events name it, alert streams bear its name. */
function episodeOf({ stream, data }: StoredEvent): string {
  const episode = categoryOf(stream) === 'breach' ? (data as BreachStep).episode : EPISODE_OF_ALERT.exec(stream)?.[1];
  if (episode === undefined) throw new Error(`Stream ${stream} does not say of which episode it is.`);
  return episode;
}

function placeOf(area: string, catalogue: CatalogueView): Place {
  return { region: catalogue.parentOf(area, 'region') ?? null, lsp: catalogue.parentOf(area, 'district') ?? null };
}

/** Keeps one document for each episode: what happened, on which numbers, and who was told. */
export class BreachesReader extends Reader {
  readonly name = 'breaches';
  readonly stamp = 3;
  readonly categories = ['breach', 'alert'];
  readonly collections = [BREACHES, OPEN_BREACHES];

  constructor(
    private readonly readStore: ReadStore,
    private readonly catalogue: Catalogue,
  ) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    const catalogue = await this.catalogue.upToDate();
    const byEpisode = Map.groupBy(events, episodeOf);
    const episodes = [...byEpisode.keys()];
    const before = await this.readStore.getMany<BreachStory>(BREACHES.name, episodes);
    const all = episodes.map((id, i) => {
      const after = byEpisode.get(id)!.reduce((story, event) => told(story, event, catalogue), before[i])!;
      return { id, before: before[i], after, isMoved: byEpisode.get(id)!.some(({ stream }) => categoryOf(stream) === 'breach') };
    });
    const changed = all.filter((story) => story.after !== story.before);
    const puts = changed.map(({ id, after }): Put => ({ collection: BREACHES.name, id, body: after, guards: after.versions }));
    const counted = await countOpenBreaches(
      this.readStore,
      BREACHES.name,
      all.filter(({ isMoved }) => isMoved),
    );
    return { puts: [...puts, ...counted.puts], removes: counted.removes };
  }
}

function told(story: BreachStory | undefined, event: StoredEvent, catalogue: CatalogueView): BreachStory {
  if (categoryOf(event.stream) === 'breach') {
    const breach = event as StoredEvent<BreachStep>;
    return breachStory(story, breach, placeOf(breach.data.judgement.area, catalogue));
  }
  if (story === undefined) throw new Error(`${event.stream} tells of an episode that no breach event opened.`);
  return withAlert(story, event as StoredEvent<AlertEvent['data']>);
}
