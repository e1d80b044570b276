import type { Position, StoredEvent } from '#libs/event-store';
import type { Put, ReadStore } from '#libs/read-store';
import { markOf } from './log-mark.js';
import { type ParkedStreams, parkedPut } from './parked-streams.js';
import type { Parked, Reader } from './reader.js';
import type { Surroundings } from './surroundings.js';

/** Applies events to a reader and writes what comes of it, all of a batch together with its checkpoint. */
export class Applying {
  constructor(
    private readonly reader: Reader,
    private readonly documents: ReadStore,
    private readonly parked: ParkedStreams,
    private readonly around: Pick<Surroundings, 'canNeverSucceed' | 'warn'>,
  ) {}

  /** Parks the stream of an event that can never be applied, and applies the others; every other error is thrown, to be tried again. */
  async apply(batch: readonly StoredEvent[], reached: Position, from: Position): Promise<void> {
    const mark = markOf(this.reader, batch, from);
    try {
      await this.together(batch, reached, [mark]);
    } catch (error) {
      if (!this.around.canNeverSucceed(error)) throw error;
      await this.oneByOne(batch);
      await this.reach(reached, [mark]);
    }
  }

  /** Records how far the reader is when there was nothing to write. */
  async reach(position: Position, puts: readonly Put[] = []): Promise<void> {
    await this.documents.write({ puts, checkpoint: { reader: this.reader.name, position } });
  }

  private async together(batch: readonly StoredEvent[], position: Position, marks: readonly Put[] = []): Promise<void> {
    const events = batch.filter(({ stream }) => !this.parked.has(stream));
    if (events.length === 0) return this.reach(position, marks);
    const trial = this.parked.trial();
    const work = await this.reader.apply(events, trial);
    const puts = [...work.puts, ...trial.puts(), ...marks];
    const gone = trial.removes();
    const removes = gone.length > 0 ? [...(work.removes ?? []), ...gone] : work.removes;
    await this.documents.write({ puts, removes, promote: work.promote, checkpoint: { reader: this.reader.name, position } });
    trial.settle();
    for (const one of trial.parked()) this.around.warn(textOf(one));
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
    await this.documents.write({ puts: [parkedPut(parked)], checkpoint: { reader: this.reader.name, position: event.position } });
    this.parked.add([parked]);
    this.around.warn(textOf(parked));
  }
}

function textOf({ reader, stream, scope, error }: Parked): string {
  return `${reader} has parked ${scope === '' ? stream : `${scope} of ${stream}`}: ${error}`;
}
