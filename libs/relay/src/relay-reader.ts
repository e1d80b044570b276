import type { StoredEvent } from '#libs/event-store';
import { Reader, type Work } from '#libs/event-feed';
import { Kafka } from '#libs/kafka';
import { FaultPoints } from '#libs/platform/work';
import { outMessage } from './out-message.js';

/** The topic that holds the log for other systems. */
export const FLOOR_EVENTS = 'floor-events';

/**
 * Publishes the whole log. The feed records the checkpoint after `apply` has resolved, which is after every in-sync replica
 * has the batch: a crash in between publishes it again, under the same ids, and nothing is ever left out.
 */
export class RelayReader extends Reader {
  readonly name = 'relay';
  readonly stamp = 1;
  readonly categories = []; // All of them.
  readonly collections = [];

  constructor(
    private readonly kafka: Kafka,
    private readonly faults: FaultPoints,
  ) {
    super();
  }

  async apply(events: readonly StoredEvent[]): Promise<Work> {
    await this.kafka.publish(FLOOR_EVENTS, events.map(outMessage));
    this.faults.hit('relay');
    return { puts: [] };
  }
}
