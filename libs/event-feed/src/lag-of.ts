import type { EventStore, Position } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import { PARKED } from './parking/parked-streams.js';
import type { Lag } from './reader.js';

/** What a reader's lag is measured from. */
export interface Progress {
  readonly reader: string;
  readonly position: Position;
  readonly categories: readonly string[];
  readonly state: Lag['state'];
  readonly fault?: string;
}

/** Measures how far readers are behind the real end of the log. */
export class LagMeter {
  constructor(
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly clock: Clock,
  ) {}

  async lagOf({ reader, position, categories, state, fault }: Progress): Promise<Lag> {
    const [events, [oldest], all, discarded] = await Promise.all([
      this.events.countAfter(position, categories),
      this.events.readAll(position, 1, categories),
      this.documents.count(PARKED.name, { reader }),
      this.documents.count(PARKED.name, { reader, state: 'discarded' }),
    ]);
    const ageMs = oldest ? this.clock.now().getTime() - Date.parse(oldest.recordedAt) : 0;
    return { reader, position, events, seconds: Math.max(0, ageMs) / 1_000, parked: all - discarded, state, ...(fault ? { fault } : {}) };
  }
}
