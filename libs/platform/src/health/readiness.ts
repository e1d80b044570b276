import { Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { ReadModelsDamaged, ReadStore } from '#libs/read-store';
import { readModelsDamaged } from './damage-watch.js';
import { FeedState, type FeedReport } from './feed-state.js';
import { type HealthIssue, HealthIssues } from './health-issues.js';

/** Whoever asks has a patience of its own, and is told something before it ends. */
const ANSWER_MS_MAX = 3_000;

/** Whether this server can do its work, and what is in its way. */
export interface Readiness extends FeedReport {
  readonly ready: boolean;
  readonly state: 'ok' | 'degraded' | 'not-ready';
  readonly issues: readonly HealthIssue[];
}

/** Asks the stores and the readers. */
@Injectable()
export class ReadinessCheck {
  constructor(
    private readonly events: EventStore,
    private readonly documents: ReadStore,
    private readonly feed: FeedState,
    private readonly own: HealthIssues,
  ) {}

  async check(): Promise<Readiness> {
    const [log, documents, { readers, troubles, issues: reported = [] }] = await Promise.all([
      answers('The event store', () => this.events.end()),
      answers('The read store', () => this.documents.checkpoint('health')),
      this.feed.state(),
    ]);
    const blocking = troubles.map((text) => notReady(text));
    const issues = once([...log, ...documents, ...blocking, ...readers.flatMap(issuesOf), ...this.own.all(), ...reported]);
    const state = issues.some(({ severity }) => severity === 'not-ready') ? 'not-ready' : issues.length > 0 ? 'degraded' : 'ok';
    return { ready: state !== 'not-ready', state, readers, issues, troubles: issues.map(({ text }) => text) };
  }
}

const notReady = (text: string): HealthIssue => ({ severity: 'not-ready', code: 'trouble', text });

/** The fault becomes the answer, and so does silence: that is what health is for. */
async function answers(name: string, ask: () => Promise<unknown>): Promise<HealthIssue[]> {
  const silence = Promise.withResolvers<HealthIssue[]>();
  const silent = notReady(`${name} has not answered within ${ANSWER_MS_MAX / 1_000} s.`);
  const timer = setTimeout(() => silence.resolve([silent]), ANSWER_MS_MAX);
  try {
    return await Promise.race([ask().then(() => []), silence.promise]);
  } catch (error) {
    if (error instanceof ReadModelsDamaged) return [readModelsDamaged(error.message)];
    return [notReady(`${name} does not answer: ${error instanceof Error ? error.name : 'unknown fault'}.`)];
  } finally {
    clearTimeout(timer);
  }
}

/** A reader that fails or has parked something holds back its own read models alone; one that has stopped reads nothing any more. */
export function issuesOf({ reader, parked, state, fault }: FeedReport['readers'][number]): HealthIssue[] {
  const issues: HealthIssue[] = [];
  if (parked > 0) issues.push(degraded('parked', `${reader} has set aside ${parked} stream${parked === 1 ? '' : 's'}.`));
  if (state === 'failing') issues.push(degraded('reader-failing', `${reader} is failing and tries again${fault ? `: ${fault}` : '.'}`));
  // Until then its pages tell of a log that is not there.
  if (state === 'rebuilding' && fault) issues.push({ severity: 'not-ready', code: 'other-log', text: fault });
  if (state === 'stopped') issues.push(notReady(`${reader} is stopped.`));
  return issues;
}

const degraded = (code: string, text: string): HealthIssue => ({ severity: 'degraded', code, text });

/** Each issue once: where the readers run in this thread, its issues are reported by both. */
export function once(issues: readonly HealthIssue[]): HealthIssue[] {
  return [...new Map(issues.map((issue) => [`${issue.code} ${issue.text}`, issue])).values()];
}
