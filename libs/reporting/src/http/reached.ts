import { Injectable } from '@nestjs/common';
import { FeedProgress } from '#libs/event-feed';
import { Refusal } from '#libs/kernel';
import { refuse } from '#libs/platform';

const WAIT_MS_MAX = 10_000;

/** Holds a read back until the readers behind it have reached the position that the client has seen. */
@Injectable()
export class Reached {
  constructor(private readonly progress: FeedProgress) {}

  /** Ends the request with 503 when it takes longer than ten seconds. */
  async wait(readers: readonly string[], minPosition: string | undefined): Promise<void> {
    if (minPosition === undefined) return;
    const reached = await Promise.all(readers.map((reader) => this.progress.waitFor(reader, minPosition, WAIT_MS_MAX)));
    if (reached.includes(false)) refuse(notYet, 503);
  }
}

const notYet = new Refusal('not-yet-read', 'The read models have not reached that position within ten seconds; ask again, or look at /health/ready for the lag.');
