import { canNeverSucceed, type Parking, Reader, type Retry, type Work } from '#libs/event-feed';
import type { EventStore, StoredEvent } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import type { Assessor } from './assessor.js';
import type { Cuts } from './cuts.js';
import { Documents } from './documents.js';
import {
  AREA_JUDGEMENTS,
  FROZEN_BASELINES,
  JUDGED_ELEMENTS,
  JUDGED_SUBMISSIONS,
  JUDGEMENT_HISTORY,
  JUDGEMENTS,
  PARTNERSHIP_SUMMARIES,
} from './pages.js';
import type { Task } from './task.js';
import { againUpon, type Occurrence, occurrencesIn } from './triggers.js';

/** Follows deliveries and definitions, judges upon each in the order of the log, and keeps the judgements. */
export class AssessmentReader extends Reader {
  readonly name = 'assessment';
  readonly stamp = 3;
  readonly categories = ['submission', 'catalogue', 'calendar'];
  readonly collections = [
    JUDGEMENTS,
    AREA_JUDGEMENTS,
    JUDGEMENT_HISTORY,
    JUDGED_ELEMENTS,
    FROZEN_BASELINES,
    PARTNERSHIP_SUMMARIES,
    JUDGED_SUBMISSIONS,
  ];
  override readonly batchMax = 100;

  constructor(
    private readonly store: EventStore,
    private readonly documents: ReadStore,
    private readonly cuts: Pick<Cuts, 'at'>,
    private readonly assessor: Assessor,
  ) {
    super();
  }

  override reset(): Promise<void> {
    return this.assessor.reset();
  }

  override async apply(events: readonly StoredEvent[], parking: Parking): Promise<Work> {
    const documents = new Documents(this.documents);
    const live = events.filter(({ stream }) => !parking.isParked(stream));
    for (const occurrence of await occurrencesIn(live, this.store)) await this.judgeUpon(occurrence, documents, parking);
    return documents.work();
  }

  /** Judges what was missed as things stand at the decision: once, for a breach stream takes no step from before its last. */
  override async retry({ item, event, request }: Retry, parking: Parking): Promise<Work> {
    const documents = new Documents(this.documents);
    for (const occurrence of await occurrencesIn([event], this.store)) {
      const task = await this.taskOf(againUpon(request, occurrence), documents);
      await this.assessor.assess({ ...task, retry: { scope: item.scope, since: event.position } }, { parking, event });
    }
    return documents.work();
  }

  /** Of what can never be judged upon not even in part the stream is parked, and it shows in what depends on it; other errors are the runner's. */
  private async judgeUpon(occurrence: Occurrence, documents: Documents, parking: Parking): Promise<void> {
    const fork = documents.fork();
    const task = await this.taskOf(occurrence, fork);
    try {
      await this.assessor.assess(task, { parking, event: occurrence.event });
      documents.takeOver(fork);
    } catch (error) {
      if (!canNeverSucceed(error)) throw error;
      parking.park(occurrence.event, error);
      await this.assessor.setAside({ ...task, documents });
    }
  }

  private async taskOf({ trigger, occasion, touched, backfill, reinstates }: Occurrence, documents: Documents): Promise<Task> {
    const cut = await this.cuts.at(trigger.position);
    return { trigger, occasion, touched, backfill, reinstates, cut, documents };
  }
}
