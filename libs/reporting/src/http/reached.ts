import { Injectable } from '@nestjs/common';
import { FeedProgress } from '#libs/event-feed';
import { EventStore } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import { refuse } from '#libs/platform';
import { LogPositions } from './log-positions.js';

const WAIT_MS_MAX = 10_000;

/** Holds a read back until the readers behind it have reached the position that the client has seen. */
@Injectable()
export class Reached {
  constructor(
    private readonly progress: FeedProgress,
    private readonly store: EventStore,
    private readonly positions: LogPositions,
  ) {}

  /**
   * Waits for one reader after the other: each may append what the next one reads, so the next must reach the end
   * of the log as it then is. Ends the request with 400 for a text that is no position, with 503 when one takes longer than ten seconds.
   */
  async wait(chain: readonly string[], minPosition: string | undefined): Promise<void> {
    if (minPosition === undefined) return;
    await this.positions.check(minPosition);
    let position = minPosition;
    for (const reader of chain) {
      if (!(await this.progress.waitFor([reader], position, WAIT_MS_MAX))) refuse(notYet, 503);
      position = await this.store.end();
    }
  }
}

const notYet = new Refusal(
  'not-yet-read',
  'The read models have not reached that position within ten seconds; ask again, or look at /health/ready for the lag.',
);
