import { type EventStore, onConflictRetry, type Position } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import type { Discard, Parked } from '../reader.js';
import { until } from '../until.js';
import { PARKED, parkedId } from './parked-streams.js';
import { newParkingEvent, type ParkingEvent, parkingStream } from './parking-events.js';

const WAIT_MS_MAX = 5_000;
const LOOK_MS = 25;

/** Names something parked. */
export type ParkedItem = Pick<Parked, 'reader' | 'stream' | 'scope'>;

/** What became of a decision: `waiting` while its projection has not read it, which it does as soon as it runs. */
export interface DecisionOutcome {
  readonly state: 'applied' | Parked['state'] | 'waiting';
  /** Of the decision in the log; null where it was taken before. */
  readonly position: Position | null;
}

/** Decides about parked items, in the log: their projection carries it out where it reads it, in whichever process it runs. */
export class ParkedItems {
  constructor(
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** Has a parked item applied again, which takes back a discard of it; undefined when there is none. */
  async retry(item: ParkedItem, by: string): Promise<DecisionOutcome | undefined> {
    const parked = await this.find(item);
    return parked && this.decide(parked, { type: 'ParkedItemRetried', data: this.decided(parked, by) });
  }

  /** Leaves a parked item out for good, also through rebuilds that park the same again; undefined when there is none. */
  async discard(item: ParkedItem, { why, by }: Omit<Discard, 'at'>): Promise<DecisionOutcome | undefined> {
    const parked = await this.find(item);
    if (parked?.state === 'discarded') return { state: 'discarded', position: null };
    return parked && this.decide(parked, { type: 'ParkedItemDiscarded', data: { ...this.decided(parked, by), why } });
  }

  private async find(item: ParkedItem): Promise<Parked | undefined> {
    await this.documents.define([PARKED]); // The readers may not have come so far yet.
    return this.documents.get<Parked>(PARKED.name, parkedId(item));
  }

  private decided({ reader: projection, stream, scope, version }: Parked, by: string): Omit<ParkingEvent['data'], 'why'> {
    return { v: 1, projection, stream, scope, version, by, at: this.clock.now().toISOString() };
  }

  /** Waits a while for the projection, so that the answer says what came of it. */
  private async decide(item: Parked, event: ParkingEvent): Promise<DecisionOutcome> {
    const position = await this.append(event);
    const isRead = await until(async () => ((await this.documents.checkpoint(item.reader)) ?? '') >= position, WAIT_MS_MAX, LOOK_MS);
    return { state: isRead ? ((await this.find(item))?.state ?? 'applied') : 'waiting', position };
  }

  private append(event: ParkingEvent): Promise<Position> {
    const stream = parkingStream(event.data.projection);
    return onConflictRetry(async () => {
      const [expected = 0] = await this.events.versions([stream]);
      return (await this.events.append(stream, expected, [newParkingEvent(event)])).position;
    });
  }
}
