import type { EventStore, Position, Subscription } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import type { ReadStore } from '#libs/read-store';
import { LagMeter } from './lag-of.js';
import { type Leases, SoleHolder } from './lease/leases.js';
import { Turn } from './lease/turn.js';
import { canNeverSucceed } from './never-succeeds.js';
import { LOG_MARKS } from './log-mark.js';
import { PACE, type Pace } from './pace.js';
import { PARKED } from './parking/parked-streams.js';
import type { Lag, Reader } from './reader.js';
import { READERS, ReaderBook, REBUILDS } from './reader-book.js';
import { ReaderLoop } from './reader-loop.js';
import { until } from './until.js';

const LOOK_MS = 5;

/** What a feed may be told: how instances share the work, its pace, and which errors can never pass. */
export interface FeedOptions {
  /** Who may run a reader; without it this process is alone on its stores. */
  readonly leases?: Leases;
  readonly pace?: Partial<Pace>;
  readonly canNeverSucceed?: (error: unknown) => boolean;
  /** Writes what an operator must know into the process's own log. */
  readonly warn?: (text: string) => void;
}

/** Runs readers along the log, each at its own speed and in one instance: none waits for another, and none stops for a poisoned event. */
export class EventFeed {
  private readonly loops = new Map<string, ReaderLoop>();
  private readonly meter: LagMeter;
  private readonly leases: Leases;
  private listening: readonly Subscription[] | undefined;

  constructor(
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly clock: Clock,
    private readonly options: FeedOptions = {},
  ) {
    this.meter = new LagMeter(events, documents, clock);
    this.leases = options.leases ?? new SoleHolder();
  }

  /** Defines the readers' collections and lets the readers go; once, unless it is stopped in between. */
  async start(readers: readonly Reader[]): Promise<void> {
    if (this.listening) throw new Error('The feed has been started already.');
    const names = readers.map(({ name }) => name);
    if (new Set(names).size < names.length) throw new Error(`Two readers have one name: ${names.join(', ')}.`);
    this.loops.clear();
    await this.documents.define([READERS, REBUILDS, PARKED, LOG_MARKS, ...readers.flatMap(({ collections }) => collections)]);
    for (const reader of readers) this.loops.set(reader.name, this.loopOf(reader));
    const loops = [...this.loops.values()];
    this.listening = loops.map((loop) => this.events.listen(() => loop.wake(), loop.reader.followed));
    loops.forEach((loop) => loop.start());
  }

  /** Lets every reader finish the batch in hand, stops all of them, and makes way for standbys. */
  async stop(): Promise<void> {
    const ends = await Promise.allSettled([...(this.listening ?? []), ...this.loops.values()].map((one) => one.stop()));
    this.listening = undefined;
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** How far each reader is behind the end of the log. */
  async lags(): Promise<Lag[]> {
    const loops = [...this.loops.values()];
    return Promise.all(
      loops.map(({ reader, position, state, faultText: fault }) =>
        this.meter.lagOf({ reader: reader.name, position, categories: reader.followed, state, fault }),
      ),
    );
  }

  /** Waits until these readers (all when none is named), here or in the active instance, have written everything up to a position; false when the time is up. */
  async caughtUp(position: Position, timeoutMs: number, readers?: readonly string[]): Promise<boolean> {
    const loops = readers ? readers.map((name) => this.loop(name)) : [...this.loops.values()];
    return until(() => loops.every((loop) => loop.position >= position), timeoutMs, LOOK_MS);
  }

  /** Rebuilds a reader, or all: resolves when their documents are dropped and they read from their start again. */
  async rebuild(reader?: string): Promise<void> {
    const loops = reader === undefined ? [...this.loops.values()] : [this.loop(reader)];
    await Promise.all(loops.map((loop) => loop.rebuild()));
  }

  private loop(name: string): ReaderLoop {
    const loop = this.loops.get(name);
    if (!loop || !this.listening) throw new Error(`No reader called ${JSON.stringify(name)} is running.`);
    return loop;
  }

  private loopOf(reader: Reader): ReaderLoop {
    const { events, documents, clock, options } = this;
    const { warn = () => undefined } = options;
    const around = {
      events,
      documents,
      pace: { ...PACE, ...options.pace },
      canNeverSucceed: options.canNeverSucceed ?? canNeverSucceed,
      warn,
    };
    return new ReaderLoop(
      reader,
      new ReaderBook(reader, events, documents, clock, options.warn),
      new Turn(this.leases, `reader-${reader.name}`),
      around,
    );
  }
}
