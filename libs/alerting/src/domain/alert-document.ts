import type { StoredEvent } from '#libs/event-store';
import { momentOf, msOf } from './moments.js';
import { waitMsAfter } from './back-off.js';
import type { AlertDropped, AlertDue, AlertEvent, AlertFailed, AlertSent, DropReason } from './types.js';

/** An alert as `GET /alerts` gives it: what was recorded, and how its delivery stands. */
export interface AlertDocument {
  readonly id: string;
  /** The version of its stream that this was made from. */
  readonly version: number;
  readonly state: 'due' | 'sent' | 'failed' | 'dropped';
  readonly recipient: string;
  /** The region (or country) that the area lies in now: who may see the alert follows an area that moves. */
  readonly region: string;
  readonly area: string;
  readonly target: string;
  readonly episode: string;
  readonly step: string;
  readonly dueAt: string;
  readonly breach: AlertDue['data']['breach'];
  readonly story: AlertDue['data']['story'];
  readonly sentAt: string | null;
  readonly channel: string | null;
  readonly attempts: number;
  readonly lastError: string | null;
  /** When it is tried again after a failure; null where no further attempt is planned, or the first has not failed. */
  readonly nextAttempt: string | null;
  /** For a dropped one: what became of its breach. */
  readonly droppedFor: DropReason | null;
  readonly position: string;
}

function due(data: AlertDue['data']): Omit<AlertDocument, 'version' | 'position'> {
  const { alert, recipient, episode, step, dueAt, breach, story } = data;
  return {
    id: alert,
    state: 'due',
    recipient,
    region: recipient,
    area: breach.area,
    target: breach.target,
    episode,
    step,
    dueAt,
    breach,
    story,
    sentAt: null,
    channel: null,
    attempts: 0,
    lastError: null,
    nextAttempt: null,
    droppedFor: null,
  };
}

/** The document after the event; the same document when the event was in it already. */
export function alertOf(before: AlertDocument | undefined, event: StoredEvent<AlertEvent['data']>): AlertDocument | undefined {
  if (before !== undefined && event.version <= before.version) return before;
  const at = { version: event.version, position: event.position };
  if (event.type === 'AlertDue') return { ...due(event.data as AlertDue['data']), ...at };
  if (before === undefined) throw new Error(`Stream ${event.stream} does not begin with AlertDue.`);
  return { ...before, ...at, ...settled(before, event) };
}

function settled(before: AlertDocument, event: StoredEvent<AlertEvent['data']>): Partial<AlertDocument> {
  if (event.type === 'AlertSent') {
    const { at: sentAt, channel } = event.data as AlertSent['data'];
    return { state: 'sent', sentAt, channel, nextAttempt: null };
  }
  if (event.type === 'AlertDropped')
    return { state: 'dropped', droppedFor: (event.data as AlertDropped['data']).reason, nextAttempt: null };
  if (event.type === 'AlertRetried') return { state: 'due', attempts: 0, nextAttempt: null };
  const { error, attempt, retryable, channel, at } = event.data as AlertFailed['data'];
  const nextAttempt = retryable ? momentOf(msOf(at) + waitMsAfter(attempt)) : null;
  return { state: retryable ? before.state : 'failed', attempts: attempt, lastError: error, channel, nextAttempt };
}
