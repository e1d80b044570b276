import type { Position, StoredEvent } from '#libs/event-store';
import type { Batch } from '#libs/read-store';
import type { MarkedWrites } from '../log-mark.js';
import type { Parked, Reader, Work } from '../reader.js';
import type { Surroundings } from '../surroundings.js';
import { errorText, PARKED, parkedId, parkedPut, type ParkedStreams, parkedText, type Trial } from './parked-streams.js';
import { type ParkingEvent, parkingStream } from './parking-events.js';

const EVENTS_AT_ONCE = 500;

/** A decision about what a reader has parked, at its place in the log. */
export type Decision = StoredEvent<ParkingEvent['data']>;

/** Whether the event is a decision about what this reader has parked. */
export const isDecisionFor = ({ name }: Pick<Reader, 'name'>, event: StoredEvent): event is Decision =>
  event.stream === parkingStream(name);

/** Carries out what people decided about a reader's parked items, where the reader comes upon it. */
export class Decisions {
  constructor(
    private readonly reader: Reader,
    private readonly parked: ParkedStreams,
    private readonly marked: MarkedWrites,
    private readonly around: Pick<Surroundings, 'events' | 'canNeverSucceed' | 'warn'>,
  ) {}

  /** `at` is how far the reader was before. What is not parked, as in a rebuild that could apply it, needs no decision. */
  async carryOut(decision: Decision, at: Position): Promise<void> {
    const { projection, stream, scope, version } = decision.data;
    const item = this.parked.get(parkedId({ reader: projection, stream, scope }));
    if (!item) return this.write({ puts: [] }, decision.position);
    if (decision.type === 'ParkedItemRetried')
      return item.scope === '' ? this.retryStream(item, decision, at) : this.retryScope(item, decision);
    // A later event of the stream that cannot be applied is another matter.
    if (item.version !== version) return this.write({ puts: [] }, decision.position);
    const { why, by, at: moment } = decision.data as ParkingEvent['data'] & { why: string };
    await this.keep({ ...item, state: 'discarded', discarded: { why, by, at: moment } }, decision.position);
  }

  /** Its events one by one, in the order of the stream; what is applied is remembered with each, so that a crash repeats none. */
  private async retryStream(item: Parked, request: Decision, at: Position): Promise<void> {
    for await (const event of this.eventsBetween(item, request)) {
      const trial = this.parked.trial();
      const work = await this.orPark({ ...item, version: event.version, position: event.position }, request, () =>
        this.reader.retry({ item, event, request }, trial),
      );
      if (!work) return;
      const next: Parked = { ...item, version: event.version + 1 };
      await this.write(work, at, trial, [parkedPut(next)]);
      this.parked.add([next]);
    }
    await this.write({ puts: [], removes: [{ collection: PARKED.name, id: parkedId(item) }] }, request.position);
    this.parked.remove([parkedId(item)]);
  }

  /** The reader parks again what it cannot do by now. */
  private async retryScope(item: Parked, request: Decision): Promise<void> {
    const [event] = await this.around.events.read({ stream: item.stream, after: item.version - 1, to: item.version });
    const trial = this.parked.trial();
    trial.unpark(item.scope);
    const work = await this.orPark(item, request, () => this.reader.retry({ item, event: event!, request }, trial));
    if (work) await this.write(work, request.position, trial);
  }

  private async orPark(item: Parked, request: Decision, act: () => Promise<Work>): Promise<Work | undefined> {
    try {
      return await act();
    } catch (error) {
      if (!this.around.canNeverSucceed(error)) throw error;
      await this.reader.reset();
      await this.keep({ ...item, error: errorText(error), state: 'parked', discarded: null }, request.position);
      this.around.warn(parkedText(this.parked.get(parkedId(item))!));
      return undefined;
    }
  }

  private async keep(item: Parked, position: Position): Promise<void> {
    await this.write({ puts: [parkedPut(item)] }, position);
    this.parked.add([item]);
  }

  private async write(work: Work, position: Position, trial?: Trial, more: Batch['puts'] = []): Promise<void> {
    const puts = [...work.puts, ...(trial?.puts() ?? []), ...more];
    const removes = [...(work.removes ?? []), ...(trial?.removes() ?? [])];
    await this.marked.write({ puts, removes, promote: work.promote }, position);
    trial?.settle();
  }

  /** The stream's events from the one that could not be applied up to the decision. */
  private async *eventsBetween({ stream, version }: Parked, { position }: Decision): AsyncGenerator<StoredEvent> {
    for (let after = version - 1; ; after += EVENTS_AT_ONCE) {
      const events = await this.around.events.read({ stream, after, to: after + EVENTS_AT_ONCE });
      yield* events.filter((event) => event.position < position);
      if (events.length < EVENTS_AT_ONCE) return;
    }
  }
}
