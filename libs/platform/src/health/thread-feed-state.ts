import { Injectable } from '@nestjs/common';
import { ThreadCalls } from '../threads/thread-calls.js';
import { FEED_STATE } from '../threads/readers-at-work.js';
import { type FeedReport, FeedState } from './feed-state.js';

const WAIT_MS = 2_000;

/** Asks the readers' thread itself, so that a thread that hangs shows. */
@Injectable()
export class ThreadFeedState extends FeedState {
  constructor(private readonly threads: ThreadCalls) {
    super();
  }

  override async state(): Promise<FeedReport> {
    let late: NodeJS.Timeout | undefined;
    const silence = new Promise<FeedReport>((resolve) => {
      late = setTimeout(
        () => resolve({ readers: [], troubles: [`The readers have not answered for ${WAIT_MS / 1000} seconds.`] }),
        WAIT_MS,
      );
    });
    const answer = this.threads.call<FeedReport>('readers', FEED_STATE, {});
    try {
      return await Promise.race([answer, silence]);
    } catch (error) {
      return { readers: [], troubles: [`The readers do not answer: ${error instanceof Error ? error.name : 'unknown fault'}.`] };
    } finally {
      clearTimeout(late);
      answer.catch(() => undefined); // Late news of a fault that has been told as silence.
    }
  }
}
