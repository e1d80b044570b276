import { isStoreFault, type Parking, Reader, type Work } from '#libs/event-feed';
import { BEGINNING, type EventStore, type Position, type StoredEvent } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import type { Assessor } from './assessor.js';
import type { Cuts } from './cuts.js';
import { Documents } from './documents.js';
import type { BreachStep } from './domain/types.js';
import { AREA_JUDGEMENTS, FROZEN_BASELINES, JUDGED_ELEMENTS, JUDGEMENT_HISTORY, JUDGEMENTS, PARTNERSHIP_SUMMARIES } from './pages.js';
import type { Task } from './task.js';
import { type Occurrence, occurrencesIn } from './triggers.js';

const PAGE = 1000;

/** Follows deliveries and definitions, judges upon each in the order of the log, and keeps the judgements. */
export class AssessmentReader extends Reader {
  readonly name = 'assessment';
  readonly stamp = 2;
  readonly categories = ['submission', 'catalogue'];
  readonly collections = [JUDGEMENTS, AREA_JUDGEMENTS, JUDGEMENT_HISTORY, JUDGED_ELEMENTS, FROZEN_BASELINES, PARTNERSHIP_SUMMARIES];
  override readonly batchMax = 100;
  /** The last event that ever moved an episode: whatever lies before it has been acted upon, so a rebuild only reads it. */
  private actedUpTo: Position = BEGINNING;

  constructor(
    private readonly store: EventStore,
    private readonly documents: ReadStore,
    private readonly cuts: Pick<Cuts, 'at'>,
    private readonly assessor: Assessor,
  ) {
    super();
  }

  override async reset(): Promise<void> {
    for (let at = BEGINNING; ;) {
      const events = await this.store.readAll(at, PAGE, ['breach']);
      for (const { data, position } of events) {
        const { trigger } = data as BreachStep;
        if (trigger.position > this.actedUpTo) this.actedUpTo = trigger.position;
        at = position;
      }
      if (events.length < PAGE) return;
    }
  }

  override async apply(events: readonly StoredEvent[], parking: Parking): Promise<Work> {
    const documents = new Documents(this.documents);
    const live = events.filter(({ stream }) => !parking.isParked(stream));
    for (const occurrence of await occurrencesIn(live, this.store)) await this.judgeUpon(occurrence, documents, parking);
    return documents.work();
  }

  /** What cannot be judged upon parks its stream, and shows in what depends on it; the store's own faults are the runner's. */
  private async judgeUpon(occurrence: Occurrence, documents: Documents, parking: Parking): Promise<void> {
    const fork = documents.fork();
    const task = await this.taskOf(occurrence, fork);
    try {
      await this.assessor.assess(task);
      documents.takeOver(fork);
    } catch (error) {
      if (isStoreFault(error)) throw error;
      parking.park(occurrence.event, error);
      await this.assessor.setAside({ ...task, documents });
    }
  }

  private async taskOf({ trigger, occasion, touched, backfill, reinstates }: Occurrence, documents: Documents): Promise<Task> {
    const cut = await this.cuts.at(trigger.position);
    return { trigger, occasion, touched, backfill, reinstates, appends: trigger.position >= this.actedUpTo, cut, documents };
  }
}
