import type { AlertDue } from './domain/types.js';

/** What is delivered: the recorded alert, as it was recorded. */
export type Alert = AlertDue['data'];

/** The channel has it durably. `repeat`: it had it before, and dropped this delivery. */
export interface Delivered {
  readonly delivered: true;
  readonly repeat: boolean;
}

/** The channel could not take it, and says whether trying again makes sense. */
export interface NotDelivered {
  readonly delivered: false;
  readonly error: string;
  readonly retryable: boolean;
}

/** A way out for alerts. Every channel passes `channelContract`: what it answers `delivered` is safe, under the alert's own id. */
export abstract class Channel {
  abstract readonly name: string;
  /** Whether one id is never shown twice here. Where it may be, receivers drop repeats by it, and the channel's README says so. */
  abstract readonly dropsRepeats: boolean;
  abstract deliver(alert: Alert): Promise<Delivered | NotDelivered>;
}
