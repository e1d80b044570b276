import type { BreachStep } from '#libs/assessment';
import type { StoredEvent } from '#libs/event-store';
import { Reader, type Work } from '#libs/event-feed';
import type { AlertRecorder } from './alert-recorder.js';

/**
 * Records that a newly confirmed breach is to be told, as soon as it is read. Its checkpoint only spares it work: read from
 * the beginning it records nothing twice, and what it could not record the sender finds in the log.
 */
export class AlertingReader extends Reader {
  readonly name = 'alerting';
  readonly stamp = 2;
  readonly categories = ['breach'];
  readonly collections = [];

  constructor(private readonly recorder: AlertRecorder) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    await this.recorder.record(events as readonly StoredEvent<BreachStep>[]);
    return { puts: [] };
  }
}
