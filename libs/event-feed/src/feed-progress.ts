import { BEGINNING, type EventStore, type Position } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { Page, Query, ReadStore } from '#libs/read-store';
import { LagMeter } from './lag-of.js';
import { PARKED } from './parking/parked-streams.js';
import type { Lag, Parked } from './reader.js';
import { type ReaderEntry, READERS } from './reader-book.js';
import { until } from './until.js';

const LOOK_MS = 25;
const READERS_MAX = 1_000;

/** Which of the parked items. */
export interface ParkedFilter {
  readonly reader?: string | undefined;
  readonly state?: Parked['state'] | undefined;
}

/** How far the readers are, as another thread or process than theirs sees it: by what they have recorded in the read store. */
export class FeedProgress {
  private readonly meter: LagMeter;
  private defined: Promise<void> | undefined;

  constructor(
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    clock: Clock,
  ) {
    this.meter = new LagMeter(events, documents, clock);
  }

  /** Whether a reader has written everything up to a position; false for one that never ran. */
  async reached(reader: string, position: Position): Promise<boolean> {
    const checkpoint = await this.documents.checkpoint(reader);
    return checkpoint !== undefined && checkpoint >= position;
  }

  /** Waits until all these readers have reached a position; false when the time is up first. */
  async waitFor(readers: readonly string[], position: Position, timeoutMs: number): Promise<boolean> {
    const waiting = new Set(readers);
    const areThere = async (): Promise<boolean> => {
      for (const reader of [...waiting]) if (await this.reached(reader, position)) waiting.delete(reader);
      return waiting.size === 0;
    };
    return until(areThere, timeoutMs, LOOK_MS);
  }

  /**
   * How far these readers (all that ever ran here when none is named) are behind the end of the log. A state is
   * the last that the reader recorded, so one that was killed still seems to run: its lag tells.
   */
  async lags(readers?: readonly string[]): Promise<Lag[]> {
    await this.define();
    const { items } = await this.documents.find<ReaderEntry>(READERS.name, { limit: READERS_MAX });
    const entries = readers ? items.filter(({ reader }) => readers.includes(reader)) : items;
    return Promise.all(entries.map((entry) => this.lagOf(entry)));
  }

  /** A page of what is parked, by reader and stream: of one reader and in one state alone where they are named. */
  async parked(of: ParkedFilter, page: Pick<Query, 'limit' | 'cursor'>): Promise<Page<Parked>> {
    await this.define();
    const where = Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined));
    return this.documents.find<Parked>(PARKED.name, { where, ...page });
  }

  private async lagOf({ reader, categories, state, fault }: ReaderEntry): Promise<Lag> {
    const position = (await this.documents.checkpoint(reader)) ?? BEGINNING;
    return this.meter.lagOf({ reader, position, categories, state, fault: fault ?? undefined });
  }

  /** The readers' thread may not have come so far yet. */
  private define(): Promise<void> {
    this.defined ??= this.documents.define([READERS, PARKED]);
    return this.defined;
  }
}
