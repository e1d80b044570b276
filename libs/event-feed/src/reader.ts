import type { Position, StoredEvent } from '#libs/event-store';
import type { Batch, Collection } from '#libs/read-store';
import { PARKING } from './parking/parking-events.js';

/** What a reader wants written for one batch; the runner adds the checkpoint and writes all of it together. */
export type Work = Omit<Batch, 'checkpoint'>;

/** Who left a parked item out for good, and why. */
export interface Discard {
  readonly why: string;
  readonly by: string;
  readonly at: string;
}

/** A stream that could not be applied, and of which nothing more is applied until it is retried; or, with a scope, a part of what it leads to. */
export interface Parked {
  readonly reader: string;
  readonly stream: string;
  /** What of the stream's effects is parked, in the reader's own words; empty for the whole stream. */
  readonly scope: string;
  /** `discarded` when somebody decided to leave it out: it is no issue of health any more. */
  readonly state: 'parked' | 'discarded';
  readonly discarded: Discard | null;
  /** The version that failed. */
  readonly version: number;
  readonly position: string;
  readonly error: string;
  readonly since: string;
}

/** Handed to a reader with each batch. */
export interface Parking {
  /** Parks this event's stream, or with a scope only that part of its effects: then later events of the stream are still applied. */
  park(event: Pick<StoredEvent, 'stream' | 'version' | 'position'>, error: unknown, scope?: string): void;
  /** Takes back the parking of a scope, of whichever stream, because a later event has succeeded in it. */
  unpark(scope: string): void;
  isScopeParked(scope: string): boolean;
  /** The position of the event from which on a parked scope was left out; undefined where it is not parked, or was discarded. */
  missedSince(scope: string): Position | undefined;
  /** False when no scope at all is parked, so that none need be asked about. */
  isAnyParked(): boolean;
  /** Whether this whole stream is parked. */
  isParked(stream: string): boolean;
}

/** A person's wish to have a parked item applied again, come upon in the log. */
export interface Retry {
  readonly item: Parked;
  /** What is to be applied: an event of the stream, from the one that was parked on; with a scope, the one that was parked. */
  readonly event: StoredEvent;
  /** The decision in the log: everything before it that is not parked has been applied. */
  readonly request: StoredEvent;
}

/**
 * Follows the log and keeps read models, or acts on what it reads. At least once: after a crash a batch may
 * come again, so what is written must be guarded, and what is appended must have ids made from the trigger's.
 */
export abstract class Reader {
  abstract readonly name: string;
  /** Raised when the documents' shape or rule changes: a stored stamp that differs starts a rebuild. */
  abstract readonly stamp: number;
  /** The stream categories it follows; all when none is named. */
  abstract readonly categories: readonly string[];
  /** The categories that are read for it: its own and the decisions about what it has parked; all when it names none. */
  get followed(): readonly string[] {
    return this.categories.length === 0 ? [] : [...this.categories, PARKING];
  }
  /** What it owns in the read store: dropped at a rebuild. */
  abstract readonly collections: readonly Collection[];
  /** How many events it is given at once at most; for one that writes much for each. 500 unless it says less. */
  readonly batchMax?: number;
  /** Handles events in log order. An exception parks the stream of the event; see `apply`'s runner. */
  abstract apply(events: readonly StoredEvent[], parking: Parking): Promise<Work>;
  /**
   * Applies an event of a parked stream again, after later events of other streams; or, where the item has a scope, that part of
   * it alone, parking it again where it fails. To be overridden where documents rest on the order of streams.
   */
  async retry({ event }: Retry, parking: Parking): Promise<Work> {
    return this.apply([event], parking);
  }
  /** Called before the first batch and after a rebuild's drop: forget what is held in memory. */
  async reset(): Promise<void> {}
}

/** How far a reader is behind the real end of the log. */
export interface Lag {
  readonly reader: string;
  readonly position: string;
  readonly events: number;
  /** Age of the oldest event not yet applied; 0 when there is none. */
  readonly seconds: number;
  readonly parked: number;
  /** `standby`: another instance is the active one, and this one waits to take its place. */
  readonly state: 'running' | 'rebuilding' | 'stopped' | 'failing' | 'standby';
  /** What keeps it from going on, while it is failing; or that it is rebuilding because its documents are another log's. */
  readonly fault?: string;
}
