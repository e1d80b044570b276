import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, handleCommand } from '#libs/event-store';
import { Clock, Refusal } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { ALERTS } from './alerts-reader.js';
import type { AlertDocument } from './domain/alert-document.js';
import { alertDue } from './domain/due.js';
import { alertStream } from './ids.js';

/** An alert that is due again. */
export interface RetriedAlert {
  readonly id: string;
  readonly state: 'due';
  readonly position: string;
}

/** Tries an alert again that failed for good; held to the alerts of one region where that is named. */
export class RetryAlert extends Command<RetriedAlert | Refusal> {
  constructor(
    readonly id: string,
    readonly by: string,
    readonly region: string | null,
  ) {
    super();
  }
}

@CommandHandler(RetryAlert)
export class RetryAlertHandler implements ICommandHandler<RetryAlert> {
  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** The alert's stream decides; the sender finds there that it is due. */
  async execute({ id, by, region }: RetryAlert): Promise<RetriedAlert | Refusal> {
    const alert = await this.readStore.get<AlertDocument>(ALERTS.name, id);
    if (!alert || (region !== null && alert.region !== region)) return noSuchAlert(id);
    const stream = alertStream(alert.episode, alert.step, alert.recipient);
    const command = { do: 'retry', by, at: this.clock.now().toISOString() } as const;
    const handled = await handleCommand(this.store, alertDue, { stream, command });
    return handled instanceof Refusal ? handled : { id, state: 'due', position: handled.position };
  }
}

const noSuchAlert = (id: string): Refusal =>
  new Refusal('no-such-alert', `There is no alert ${id} among those that you see; GET /v1/alerts?state=failed lists those that failed.`);
