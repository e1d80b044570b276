import { setImmediate } from 'node:timers/promises';
import { BEGINNING, type EventStore, type Position } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import { Applying } from './applying.js';
import { type Pace, pauseMs } from './pace.js';
import type { Lag, Reader } from './reader.js';
import type { ReaderBook } from './reader-book.js';
import { Signal } from './signal.js';

const FAULT_LENGTH_MAX = 1_000;

/** What every loop of a feed works with. */
export interface Surroundings {
  readonly events: EventStore;
  readonly documents: ReadStore;
  readonly pace: Pace;
  readonly isStoreFault: (error: unknown) => boolean;
}

/** One reader on its way along the log: reads, applies, waits for news, and after a fault begins again as after a crash. */
export class ReaderLoop {
  /** As far as everything that concerns the reader is applied and written. */
  position: Position = BEGINNING;
  private readonly news = new Signal();
  private readonly orders = new Signal();
  private applying: Applying | undefined;
  private recorded: Position = BEGINNING;
  private recordedAtMs = 0;
  private faults = 0;
  private fault: string | undefined;
  private stopping = false;
  private rebuilds: PromiseWithResolvers<void>[] = [];
  private ended: Promise<void> | undefined;

  constructor(
    readonly reader: Reader,
    private readonly book: ReaderBook,
    private readonly around: Surroundings,
  ) {}

  get state(): Lag['state'] {
    if (!this.ended) return 'stopped';
    return this.faults > 0 ? 'failing' : this.book.state;
  }

  /** The present fault, while it is failing. */
  get faultText(): string | undefined {
    return this.faults > 0 ? this.fault : undefined;
  }

  start(): void {
    this.ended = this.run();
  }

  /** Something may have been appended. */
  wake(): void {
    this.news.raise();
  }

  /** Ends after the batch in hand; throws when the end cannot be recorded. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.orders.raise();
    this.news.raise();
    await this.ended;
    this.ended = undefined;
    for (const { reject } of this.rebuilds.splice(0)) reject(new Error(`${this.reader.name} was stopped before its rebuild began.`));
    if (this.faults > 0 || !this.applying) return;
    if (this.position !== this.recorded) await this.record();
    await this.book.note('stopped');
  }

  /** Resolves when the reader's documents are dropped and it reads from its start again. */
  rebuild(): Promise<void> {
    const rebuild = Promise.withResolvers<void>();
    this.rebuilds.push(rebuild);
    this.orders.raise();
    this.news.raise();
    return rebuild.promise;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!this.applying || this.rebuilds.length > 0) await this.begin();
        const isBehind = await this.step();
        this.faults = 0;
        if (isBehind)
          await setImmediate(); // Messages, timers and the other readers have their turn.
        else await this.idle();
      } catch (error) {
        await this.pause(error);
      }
    }
  }

  /** Opens the book, for the first time or anew after a fault, and does the rebuilds that were asked for. */
  private async begin(): Promise<void> {
    this.orders.lower();
    const asked = [...this.rebuilds];
    if (asked.length > 0) await this.book.decideRebuild();
    const { position, parked } = await this.book.open();
    await this.reader.reset();
    this.position = this.recorded = position;
    this.applying = new Applying(this.reader, this.around.documents, parked, this.around.isStoreFault);
    this.rebuilds = this.rebuilds.filter((rebuild) => !asked.includes(rebuild));
    for (const { resolve } of asked) resolve();
  }

  /** Applies one batch; false when it was the last that there is. */
  private async step(): Promise<boolean> {
    this.news.lower();
    const { events, pace } = this.around;
    const limit = Math.min(this.reader.batchMax ?? pace.batchMax, pace.batchMax);
    // The end is asked first: what is appended in between then lies after it, and is read next time.
    const end = await events.end();
    const batch = await events.readAll(this.position, limit, this.reader.categories);
    const isBehind = batch.length === limit;
    const last = batch.at(-1)?.position ?? this.position;
    const reached = isBehind || last > end ? last : end;
    if (batch.length > 0) {
      await this.applying!.apply(batch, reached);
      this.recorded = reached;
    }
    this.position = reached;
    await this.book.note(isBehind && this.book.state === 'rebuilding' ? 'rebuilding' : 'running');
    return isBehind;
  }

  /** Records how far it is, once it is quiet or a while has passed, then waits for news. */
  private async idle(): Promise<void> {
    const { quietMs, recordMs } = this.around.pace;
    if (this.position !== this.recorded) {
      const isQuiet = !(await this.news.wait(quietMs));
      if (isQuiet || performance.now() - this.recordedAtMs > recordMs) await this.record();
    }
    await this.news.wait();
    await setImmediate();
  }

  private async record(): Promise<void> {
    await this.applying!.reach(this.position);
    this.recorded = this.position;
    this.recordedAtMs = performance.now();
  }

  /** A fault says nothing of the events: the same again after a pause, and all in memory is forgotten before. */
  private async pause(error: unknown): Promise<void> {
    this.applying = undefined;
    this.faults += 1;
    this.fault = String(error).slice(0, FAULT_LENGTH_MAX);
    // The fault may be the read store's own: then it shows in memory alone, until the pause is over.
    await this.book.note('failing', this.fault).catch(() => undefined);
    await this.orders.wait(pauseMs(this.around.pace, this.faults));
  }
}
