import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import type { Pace } from './pace.js';

/** What every loop of a feed works with. */
export interface Surroundings {
  readonly events: EventStore;
  readonly documents: ReadStore;
  readonly pace: Pace;
  readonly canNeverSucceed: (error: unknown) => boolean;
  readonly warn: (text: string) => void;
}
