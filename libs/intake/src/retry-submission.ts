import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import { ThreadCalls } from '#libs/platform';
import { withdrawnRefusal } from './domain/submission.js';
import { readSubmission } from './receipt.js';
import { startedOrder } from './record-order.js';
import type { Recorded } from './record-submission.js';
import { isFinal } from './recording/summary.js';

/** Finishes a submission that failed, from its kept body; rows that the catalogue may know now are tried again. */
export class RetrySubmission extends Command<Recorded | Refusal> {
  constructor(readonly id: string) {
    super();
  }
}

@CommandHandler(RetrySubmission)
export class RetrySubmissionHandler implements ICommandHandler<RetrySubmission> {
  constructor(
    private readonly store: EventStore,
    private readonly threads: ThreadCalls,
  ) {}

  async execute({ id }: RetrySubmission): Promise<Recorded | Refusal> {
    const stored = await readSubmission(this.store, id);
    const { started, withdrawn } = stored.state;
    if (!started) return new Refusal('no-such-submission', `There is no submission ${id}.`);
    if (withdrawn) return withdrawnRefusal(withdrawn);
    if (isFinal(stored)) return new Refusal('nothing-to-retry', 'The submission is recorded, and no row of it can be tried again.');
    return this.threads.call<Recorded | Refusal>('intake', 'RecordSubmission', startedOrder(id, started));
  }
}
