import type { BreachStep } from '#libs/assessment';
import type { StoredEvent } from '#libs/event-store';
import { msOf } from './moments.js';
import { restMsAfter, waitMsAfter } from './back-off.js';
import { endBy } from './breach-end.js';
import type { AlertDue, AlertFailed, AlertRetried } from './types.js';

/** A confirmed breach of which no alert is recorded. */
export interface Unrecorded {
  readonly confirmed: StoredEvent<BreachStep>;
  /** Why it could not be recorded; null before that was tried. */
  why: string | null;
  /** Its breach has ended: nobody waits for it any more. */
  hasEnded: boolean;
  readonly sinceMs: number;
}

/** An alert that is due, or that failed for good while its breach goes on. */
export interface Undelivered {
  readonly stream: string;
  readonly episode: string;
  attempts: number;
  lastError: string | null;
  /** No attempt before then, in monotonic time. */
  nextMs: number;
  readonly sinceMs: number;
}

/** Two clocks: the monotonic one measures waits, the wall clock reads the moments that are recorded. */
export interface Now {
  readonly ms: number;
  readonly wallMs: number;
}

/** What alerting has still to do, folded from breach and alert events in the order of the log. Holds nothing that is settled. */
export class AlertSchedule {
  readonly unrecorded = new Map<string, Unrecorded>();
  readonly due = new Map<string, Undelivered>();
  readonly failed = new Map<string, Undelivered>();

  /** `isNews` says which confirmed breaches are told: those from a position on. */
  constructor(private readonly isNews: (position: string) => boolean) {}

  apply(event: StoredEvent, now: Now): void {
    const { type, stream } = event;
    if (type === 'BreachConfirmed') this.confirmed(event as StoredEvent<BreachStep>, now);
    else if (endBy(type)) this.ended((event.data as BreachStep).episode);
    else if (type === 'AlertDue' || type === 'AlertRetried') this.becameDue(event as StoredEvent<(AlertDue | AlertRetried)['data']>, now);
    else if (type === 'AlertSent' || type === 'AlertDropped') this.settled(stream);
    else if (type === 'AlertFailed') this.failedOnce(stream, event.data as AlertFailed['data'], now);
  }

  /** The alerts whose time has come, the one that waited longest for its turn first. */
  dueBy(ms: number, limit: number): Undelivered[] {
    const ready = [...this.due.values()].filter(({ nextMs }) => nextMs <= ms);
    return ready.sort((a, b) => a.nextMs - b.nextMs).slice(0, limit);
  }

  /** When the next alert's time comes; undefined when none waits. */
  nextMs(): number | undefined {
    let next: number | undefined;
    for (const { nextMs } of this.due.values()) if (next === undefined || nextMs < next) next = nextMs;
    return next;
  }

  /** Holds an alert back after an attempt, before the log tells how it went. */
  attempted(stream: string, ms: number): void {
    const alert = this.due.get(stream);
    if (alert) alert.nextMs = ms + waitMsAfter(alert.attempts + 1);
  }

  /** The episode's alert is in the log. */
  recorded(episode: string): void {
    this.unrecorded.delete(episode);
  }

  private confirmed(event: StoredEvent<BreachStep>, { ms }: Now): void {
    if (!this.isNews(event.position)) return;
    this.unrecorded.set(event.data.episode, { confirmed: event, why: null, hasEnded: false, sinceMs: ms });
  }

  private becameDue({ stream, data }: StoredEvent<(AlertDue | AlertRetried)['data']>, { ms }: Now): void {
    this.recorded(data.episode);
    this.failed.delete(stream);
    this.due.set(stream, { stream, episode: data.episode, attempts: 0, lastError: null, nextMs: ms, sinceMs: ms });
  }

  private settled(stream: string): void {
    this.due.delete(stream);
    this.failed.delete(stream);
  }

  private failedOnce(stream: string, { attempt, error, retryable, at }: AlertFailed['data'], now: Now): void {
    const alert = this.due.get(stream);
    if (!alert) return;
    alert.attempts = attempt;
    alert.lastError = error;
    alert.nextMs = now.ms + restMsAfter(attempt, msOf(at), now.wallMs);
    if (retryable) return;
    this.due.delete(stream);
    this.failed.set(stream, alert);
  }

  /** It failed for good, and its breach has not ended after all. */
  stillFailed(stream: string): void {
    const alert = this.due.get(stream);
    if (!alert) return;
    this.due.delete(stream);
    this.failed.set(stream, alert);
  }

  /** What is due, or failed for good, is looked at without delay, to be dropped. */
  private ended(episode: string): void {
    const unrecorded = this.unrecorded.get(episode);
    if (unrecorded) unrecorded.hasEnded = true;
    for (const [stream, alert] of this.failed) {
      if (alert.episode !== episode) continue;
      this.failed.delete(stream);
      this.due.set(stream, alert);
    }
    for (const alert of this.due.values()) if (alert.episode === episode) alert.nextMs = 0;
  }
}
