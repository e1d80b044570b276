import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { BlobStore } from '#libs/blob-store';
import { EventStore, handleCommand } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { submission } from './domain/submission.js';
import { type Receipt, submissionStream } from './domain/submission-events.js';
import { receiptOf } from './receipt.js';

/** Takes a submission back, so that its statements stop counting, or undoes that. */
export class TakeBack extends Command<Receipt | Refusal> {
  constructor(
    readonly id: string,
    readonly what: 'withdraw' | 'reinstate',
    readonly said: { readonly by: string; readonly why: string },
  ) {
    super();
  }
}

@CommandHandler(TakeBack)
export class TakeBackHandler implements ICommandHandler<TakeBack> {
  constructor(
    private readonly store: EventStore,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {}

  async execute({ id, what, said }: TakeBack): Promise<Receipt | Refusal> {
    const command = { do: what, data: { ...said, at: this.clock.now().toISOString() } };
    const handled = await handleCommand(this.store, submission, { stream: submissionStream(id), command });
    if (handled instanceof Refusal) return handled;
    return { ...(await receiptOf({ store: this.store, blobs: this.blobs }, id))!, position: handled.position };
  }
}
