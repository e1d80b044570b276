import { createRequire } from 'node:module';

interface Queue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

let isDone = false;

/**
 * Each of the client's connections looks a thousand times a second whether a request waits, by a timer of negative time
 * that Node warns of. It need only look when one does wait, and is asked to then; so the timer is set only then.
 */
export function quietTimers(): void {
  if (isDone) return;
  isDone = true;
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: Queue };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: Queue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}
