import { londonDate } from '#libs/platform/work';
import { Refusal } from '#libs/kernel';
import { BEGINNING, type EventStore } from '#libs/event-store';
import type { SubmissionEvent, SubmissionStarted } from './domain/submission-events.js';
import type { RecordOrder, SubmissionRecorder } from './record-submission.js';

const EVENTS_AT_ONCE = 1000;

/** Finishes every submission that was started and not completed, such as before a crash. Call it before taking new ones. */
export async function resumeSubmissions(store: EventStore, recorder: SubmissionRecorder): Promise<string[]> {
  const open = new Map<string, SubmissionStarted['data']>();
  for (let position = BEGINNING; ;) {
    const events = await store.readAll(position, EVENTS_AT_ONCE, ['submission']);
    for (const { stream, ...event } of events) {
      const id = stream.slice('submission-'.length);
      const { type, data } = event as unknown as SubmissionEvent;
      if (type === 'SubmissionStarted') open.set(id, data);
      else if (type === 'SubmissionCompleted') open.delete(id);
    }
    if (events.length < EVENTS_AT_ONCE) break;
    position = events.at(-1)!.position;
  }
  for (const [id, { v: _, attempt: __, ...started }] of open) {
    const order: RecordOrder = { id, receivedOn: londonDate(new Date(started.received)), dryRun: false, ...started };
    const outcome = await recorder.record(order);
    if (outcome instanceof Refusal) throw new Error(`Submission ${id} was begun and cannot be finished: ${outcome.detail}`);
  }
  return [...open.keys()];
}
