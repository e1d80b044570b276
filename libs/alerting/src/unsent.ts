import type { StoredEvent } from '#libs/event-store';
import { fold } from '#libs/kernel';
import type { Alert } from './channel.js';
import { alertDue } from './domain/due.js';
import type { AlertEvent } from './domain/types.js';

/** An alert whose own stream says that it is due, or that it failed for good. */
export interface Unsent {
  readonly stream: string;
  readonly version: number;
  readonly alert: Alert;
  readonly attempts: number;
  /** For good: it is looked at to be dropped, and not sent. */
  readonly hasFailed: boolean;
}

/** What is to be done about an alert, by its stream; undefined when it is settled. */
export function unsentOf(events: readonly StoredEvent[]): Unsent | undefined {
  const { state, attempts } = fold(alertDue, events as unknown as AlertEvent[]);
  if (state !== 'due' && state !== 'failed') return undefined;
  const due = events.findLast(({ type }) => type === 'AlertDue')!;
  return { stream: due.stream, version: events.length, alert: due.data as Alert, attempts, hasFailed: state === 'failed' };
}
