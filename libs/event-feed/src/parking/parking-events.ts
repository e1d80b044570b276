import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#libs/event-store';

/** The category of what people decide about parked items: each projection follows it beside its own. */
export const PARKING = 'parking';

/** Which parked item is decided about. */
interface Decided {
  readonly v: 1;
  readonly projection: string;
  readonly stream: string;
  /** Empty for the whole stream. */
  readonly scope: string;
  /** The version of the stream's event that could not be applied. */
  readonly version: number;
  readonly by: string;
  readonly at: string;
}

/** A person decided to leave a parked item out for good. A storage format. */
export interface ParkedItemDiscarded {
  readonly type: 'ParkedItemDiscarded';
  readonly data: Decided & { readonly why: string };
}

/** A person has a parked item applied again at this place in the log; takes back a discard of it. A storage format. */
export interface ParkedItemRetried {
  readonly type: 'ParkedItemRetried';
  readonly data: Decided;
}

export type ParkingEvent = ParkedItemDiscarded | ParkedItemRetried;

/** The stream of the decisions about what one projection has parked. */
export const parkingStream = (projection: string): string => `${PARKING}-${projection}`;

/** The event as it is appended. */
export const newParkingEvent = ({ type, data }: ParkingEvent): NewEvent => ({ id: randomUUID(), type, data });
