import { FEED_STATE } from '../threads/readers-at-work.js';
import { ThreadCalls, type ThreadName } from '../threads/thread-calls.js';
import { type FeedReport, FeedState } from './feed-state.js';

const WAIT_MS = 2_000;

/** The job by which a thread says how it stands. */
const STATE_OF: Readonly<Record<ThreadName, string>> = { readers: FEED_STATE, intake: 'intake-state' };

/** Asks the app's threads themselves, so that one that hangs shows. */
export class ThreadFeedState extends FeedState {
  constructor(
    private readonly calls: ThreadCalls,
    private readonly threads: readonly ThreadName[],
  ) {
    super();
  }

  override async state(): Promise<FeedReport> {
    const reports = await Promise.all(this.threads.map((thread) => this.stateOf(thread)));
    return {
      readers: reports.flatMap(({ readers = [] }) => readers),
      troubles: reports.flatMap(({ troubles }) => troubles),
      issues: reports.flatMap(({ issues = [] }) => issues),
    };
  }

  private async stateOf(thread: ThreadName): Promise<Partial<FeedReport> & Pick<FeedReport, 'troubles'>> {
    const { promise: silence, resolve } = Promise.withResolvers<Pick<FeedReport, 'troubles'>>();
    const late = setTimeout(() => resolve({ troubles: [`The ${thread} thread has not answered for ${WAIT_MS / 1000} seconds.`] }), WAIT_MS);
    const answer = this.calls.call<FeedReport>(thread, STATE_OF[thread], {});
    try {
      return await Promise.race([answer, silence]);
    } catch (error) {
      return { troubles: [`The ${thread} thread does not answer: ${error instanceof Error ? error.name : 'unknown fault'}.`] };
    } finally {
      clearTimeout(late);
      answer.catch(() => undefined); // Late news of a fault that has been told as silence.
    }
  }
}
