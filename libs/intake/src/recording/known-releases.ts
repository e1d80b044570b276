import { v5 as uuid5 } from 'uuid';
import { type EventStore, onConflictRetry, type StoredEvent, WrongVersion } from '#libs/event-store';
import { type CompleteReleaseStated, releasesStream } from '../domain/complete-releases.js';
import type { CompleteRelease } from '../domain/register.js';

const IDS = '0d9c3c6e-3f0e-5d6b-8a3f-6a2f4f0c9b52';
/** Every complete release of an indicator writes the one stream, so conflicts are common. */
const ATTEMPTS_MAX = 20;

/** The complete releases of a submission's indicators, as they were known when it decided on its registers. */
export class KnownReleases {
  /** By indicator, those of other submissions. */
  readonly before = new Map<string, readonly CompleteRelease[]>();
  private readonly versions = new Map<string, number>();

  constructor(private readonly store: EventStore) {}

  /** Reads what there is of these indicators; what this submission is itself a complete release of is made known to later ones. */
  async learn(indicators: Iterable<string>, own: ReadonlyMap<string, CompleteRelease>, dryRun: boolean): Promise<void> {
    const begun = await this.begun();
    for (const indicator of new Set([...indicators, ...own.keys()])) {
      const release = dryRun ? undefined : own.get(indicator);
      const stream = releasesStream(indicator);
      const id = release && uuid5(`${stream} ${release.submission}`, IDS);
      const events = release ? await this.stated(stream, id!, release) : begun.has(stream) ? await this.store.read({ stream }) : [];
      this.versions.set(stream, events.length);
      this.before.set(
        indicator,
        events.filter((e) => e.id !== id).map((e) => e.data as unknown as CompleteReleaseStated['data']),
      );
    }
  }

  /**
   * Throws WrongVersion when another complete release came in between: it may have looked at a register before our
   * statements were in it, and we did not know of it, so neither saw that they are missing from it.
   */
  async mustStand(): Promise<void> {
    const begun = await this.begun();
    const streams = [...this.versions.keys()].filter((stream) => begun.has(stream));
    const now = await this.store.versions(streams);
    streams.forEach((stream, i) => {
      const known = this.versions.get(stream)!;
      if (now[i] !== known) throw new WrongVersion(stream, known, now[i]!);
    });
  }

  /** Those that there are, asked for in one go: most indicators have none. */
  private async begun(): Promise<ReadonlySet<string>> {
    return new Set(await this.store.streams(releasesStream('')));
  }

  /** The stream with the release in it, after whichever others came first. */
  private async stated(stream: string, id: string, release: CompleteRelease): Promise<readonly StoredEvent[]> {
    return onConflictRetry(async () => {
      const events = await this.store.read({ stream });
      if (events.some((e) => e.id === id)) return events;
      await this.store.append(stream, events.length, [{ id, type: 'CompleteReleaseStated', data: { v: 1, ...release } }]);
      return this.store.read({ stream });
    }, ATTEMPTS_MAX);
  }
}
