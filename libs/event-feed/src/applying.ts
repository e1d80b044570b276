import { categoryOf, type Position, type StoredEvent } from '#libs/event-store';
import type { Put } from '#libs/read-store';
import { MarkedWrites } from './log-mark.js';
import { Decisions, isDecisionFor } from './parking/decisions.js';
import { type ParkedStreams, parkedPut, parkedText } from './parking/parked-streams.js';
import { PARKING } from './parking/parking-events.js';
import type { Reader } from './reader.js';
import type { Surroundings } from './surroundings.js';

/** Applies events to a reader and writes what comes of it, all of a batch together with its checkpoint. */
export class Applying {
  private readonly decisions: Decisions;
  private readonly marked: MarkedWrites;
  private readonly followsAll: boolean;

  constructor(
    private readonly reader: Reader,
    private readonly parked: ParkedStreams,
    private readonly around: Pick<Surroundings, 'events' | 'documents' | 'canNeverSucceed' | 'warn'>,
  ) {
    this.marked = new MarkedWrites(reader, around.documents);
    this.decisions = new Decisions(reader, parked, this.marked, around);
    this.followsAll = reader.categories.length === 0;
  }

  /**
   * Parks the stream of an event that can never be applied, and applies the others; every other error is thrown, to be tried again.
   * A decision about what is parked is carried out at its place among them.
   */
  async apply(batch: readonly StoredEvent[], reached: Position, from: Position): Promise<void> {
    this.marked.begin(batch, from);
    let [at, events]: [Position, StoredEvent[]] = [from, []];
    for (const event of batch) {
      if (isDecisionFor(this.reader, event)) {
        at = await this.upTo(events, at);
        await this.decisions.carryOut(event, at);
        [at, events] = [event.position, []];
      }
      if (this.followsAll || categoryOf(event.stream) !== PARKING) events.push(event);
    }
    await this.all(events, reached);
  }

  /** Records how far the reader is, with documents of the runner's own. */
  async reach(position: Position, puts: readonly Put[] = []): Promise<void> {
    await this.marked.write({ puts }, position);
  }

  private async upTo(events: readonly StoredEvent[], at: Position): Promise<Position> {
    const last = events.at(-1);
    if (last) await this.all(events, last.position);
    return last?.position ?? at;
  }

  private async all(events: readonly StoredEvent[], reached: Position): Promise<void> {
    try {
      await this.together(events, reached);
    } catch (error) {
      if (!this.around.canNeverSucceed(error)) throw error;
      await this.oneByOne(events);
      await this.reach(reached);
    }
  }

  private async together(batch: readonly StoredEvent[], position: Position): Promise<void> {
    const events = batch.filter(({ stream }) => !this.parked.has(stream));
    if (events.length === 0) return this.reach(position);
    const trial = this.parked.trial();
    const work = await this.reader.apply(events, trial);
    const puts = [...work.puts, ...trial.puts()];
    const gone = trial.removes();
    const removes = gone.length > 0 ? [...(work.removes ?? []), ...gone] : work.removes;
    await this.marked.write({ puts, removes, promote: work.promote }, position);
    trial.settle();
    for (const one of trial.parked()) this.around.warn(parkedText(one));
  }

  /** What a reader holds in memory may be half of the failed batch, so it forgets that as after a crash. */
  private async oneByOne(batch: readonly StoredEvent[]): Promise<void> {
    await this.reader.reset();
    for (const event of batch) {
      try {
        await this.together([event], event.position);
      } catch (error) {
        if (!this.around.canNeverSucceed(error)) throw error;
        await this.park(event, error);
        await this.reader.reset();
      }
    }
  }

  private async park(event: StoredEvent, error: unknown): Promise<void> {
    const parked = this.parked.parked(event, error);
    await this.reach(event.position, [parkedPut(parked)]);
    this.parked.add([parked]);
    this.around.warn(parkedText(parked));
  }
}
