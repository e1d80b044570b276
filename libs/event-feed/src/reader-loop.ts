import { setImmediate } from 'node:timers/promises';
import { BEGINNING, type Position } from '#libs/event-store';
import { retryDelayMs } from '#libs/kernel';
import { Applying } from './applying.js';
import { nextBatch } from './next-batch.js';
import type { Lag, Reader } from './reader.js';
import type { ReaderBook } from './reader-book.js';
import type { Turn } from './lease/turn.js';
import { Rebuilds } from './rebuilds.js';
import { Signal } from './signal.js';
import type { Surroundings } from './surroundings.js';

const FAULT_LENGTH_MAX = 1_000;

/**
 * One reader on its way along the log, while it is this instance's turn: reads, applies, waits for news, and after a fault
 * begins again as after a crash. While the turn is another's, it stands by.
 */
export class ReaderLoop {
  /** As far as everything that concerns the reader is applied and written; at a standby, by the active instance. */
  position: Position = BEGINNING;
  private readonly news = new Signal();
  private readonly orders = new Signal();
  private applying: Applying | undefined;
  private recorded: Position = BEGINNING;
  private recordedAtMs = 0;
  private lookedAtMs = 0;
  private faults = 0;
  private fault: string | undefined;
  private stopping = false;
  private readonly rebuilds = new Rebuilds();
  private ended: Promise<void> | undefined;

  constructor(
    readonly reader: Reader,
    private readonly book: ReaderBook,
    private readonly turn: Turn,
    private readonly around: Surroundings,
  ) {}

  get state(): Lag['state'] {
    if (!this.ended) return 'stopped';
    if (this.faults > 0) return 'failing';
    return this.turn.isAnothers ? 'standby' : this.book.state;
  }

  /** The present fault, while it is failing; while it is rebuilt because the log is another one, that. */
  get faultText(): string | undefined {
    if (this.faults > 0) return this.fault;
    return this.book.state === 'rebuilding' ? this.book.fault : undefined;
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
    this.rebuilds.refuse(`${this.reader.name} was stopped before its rebuild began.`);
    const isActive = this.faults === 0 && this.applying && this.turn.isMine();
    try {
      if (isActive && this.position !== this.recorded) await this.record();
      if (isActive) await this.book.note('stopped');
    } finally {
      await this.turn.end();
    }
  }

  /** Resolves when the reader's documents are dropped and it reads from its start again, here or in the active instance. */
  rebuild(): Promise<void> {
    const begun = this.rebuilds.ask();
    this.orders.raise();
    this.news.raise();
    return begun;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        if (!(await this.isMyTurn())) {
          await this.standBy();
          continue;
        }
        if (!this.applying || this.rebuilds.areAsked) await this.begin();
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

  /** Once the turn is lost, what is in memory may be behind what another has written, and is forgotten. */
  private async isMyTurn(): Promise<boolean> {
    if (this.turn.isMine() && !(await this.isOvertaken())) return true;
    if (this.applying) {
      this.applying = undefined;
      await this.reader.reset();
    }
    return this.turn.take();
  }

  /** Looks at the book now and then: a rebuild may be wanted, or another be active although our lease says that it is us. */
  private async isOvertaken(): Promise<boolean> {
    if (!this.applying || performance.now() - this.lookedAtMs < this.around.pace.lookMs) return false;
    this.lookedAtMs = performance.now();
    const look = await this.book.look();
    if (look === 'overtaken') await this.turn.end();
    if (look === 'to-rebuild') {
      await this.book.decideRebuild();
      this.applying = undefined;
    }
    return look === 'overtaken';
  }

  /** Waits a while, knowing how far the active instance is and handing on what is asked of this one. */
  private async standBy(): Promise<void> {
    this.orders.lower();
    await this.rebuilds.passOn(this.book);
    this.position = (await this.book.position()) ?? BEGINNING;
    this.faults = 0;
    if (!this.stopping) await this.orders.wait(this.around.pace.standbyMs);
  }

  /** Opens the book, for the first time or anew after a fault, and does the rebuilds that were asked for. */
  private async begin(): Promise<void> {
    this.orders.lower();
    const asked = this.rebuilds.take();
    if (this.rebuilds.areAsked) await this.book.decideRebuild();
    const { position, parked } = await this.book.open(this.turn.token);
    await this.reader.reset();
    this.position = this.recorded = position;
    this.applying = new Applying(this.reader, parked, this.around);
    this.lookedAtMs = performance.now();
    asked.begun();
  }

  /** Applies one batch; false when it was the last that there is. */
  private async step(): Promise<boolean> {
    this.news.lower();
    const { events, pace } = this.around;
    const limit = Math.min(this.reader.batchMax ?? pace.batchMax, pace.batchMax);
    const { batch, reached, isBehind } = await nextBatch(events, this.position, limit, this.reader.followed);
    if (batch.length > 0) {
      await this.applying!.apply(batch, reached, this.position);
      this.recorded = reached;
    }
    this.position = reached;
    if (!isBehind || this.book.state !== 'rebuilding') await this.note('running');
    return isBehind;
  }

  /** Records how far it is, once it is quiet or a while has passed, then waits for news. */
  private async idle(): Promise<void> {
    const { quietMs, recordMs } = this.around.pace;
    if (this.position !== this.recorded) {
      const isQuiet = !(await this.news.wait(quietMs));
      if (isQuiet || performance.now() - this.recordedAtMs > recordMs) await this.record();
    }
    await this.news.wait(this.around.pace.lookMs);
    await setImmediate();
  }

  private async record(): Promise<void> {
    await this.applying!.reach(this.position);
    this.recorded = this.position;
    this.recordedAtMs = performance.now();
  }

  /** Only the active instance writes in the book. */
  private async note(state: Lag['state'], fault?: string): Promise<void> {
    if (this.turn.isMine()) await this.book.note(state, fault);
  }

  /** A fault says nothing of the events: the same again after a pause, and all in memory is forgotten before. */
  private async pause(error: unknown): Promise<void> {
    this.applying = undefined;
    this.faults += 1;
    const isSame = this.faults > 1 && this.fault === String(error).slice(0, FAULT_LENGTH_MAX);
    this.fault = String(error).slice(0, FAULT_LENGTH_MAX);
    if (!isSame) this.around.warn(`${this.reader.name} fails and tries again: ${this.fault}`);
    // The fault may be the read store's own: then it shows in memory alone, until the pause is over.
    await this.note('failing', this.fault).catch(() => undefined);
    await this.orders.wait(retryDelayMs(this.around.pace.retry, this.faults));
  }
}
