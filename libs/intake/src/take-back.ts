import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v5 as uuid5 } from 'uuid';
import { BlobStore } from '#libs/blob-store';
import { EventStore, WrongVersion } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { submission } from './domain/submission.js';
import { type Receipt, submissionStream } from './domain/submission-events.js';
import { readSubmission, receiptOf } from './receipt.js';

const IDS = '9be0c3a2-04e5-5a5d-8d9a-2f55f7f5f1ab';

const TRIES_MAX = 5;

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

  /** Decided again when something came in between, such as the same file once more. */
  async execute(command: TakeBack): Promise<Receipt | Refusal> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.decided(command);
      } catch (error) {
        if (!(error instanceof WrongVersion) || tries === TRIES_MAX) throw error;
      }
    }
  }

  private async decided({ id, what, said }: TakeBack): Promise<Receipt | Refusal> {
    const { state, version } = await readSubmission(this.store, id);
    const decided = submission.decide({ do: what, data: { ...said, at: this.clock.now().toISOString() } }, state);
    if (decided instanceof Refusal) return decided;
    const stream = submissionStream(id);
    const events = decided.map(({ type, data }) => ({ id: uuid5(`${stream} ${version} ${type}`, IDS), type, data }));
    const { position } = await this.store.append(stream, version, events);
    return { ...(await receiptOf({ store: this.store, blobs: this.blobs }, id))!, position };
  }
}
