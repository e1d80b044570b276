import { type Append, APPEND_BYTES_MAX, EVENT_BYTES_MAX, type NewEvent, NotJson, TooLarge } from '#libs/event-store';

/** An event that is ready to be sent. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
}

/** An append with all that can be done before a server is asked. */
export interface PreparedAppend {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly PreparedEvent[];
}

/** Writes out an append's events and checks the bounds: throws TooLarge beyond them. */
export function prepareAppend({ stream, expected, events }: Append): PreparedAppend {
  const prepared = events.map(prepareEvent);
  let sum = 0;
  for (const { data } of prepared) {
    if (data.length > EVENT_BYTES_MAX) throw new TooLarge(stream, data.length, EVENT_BYTES_MAX);
    sum += data.length;
  }
  if (sum > APPEND_BYTES_MAX) throw new TooLarge(stream, sum, APPEND_BYTES_MAX);
  return { stream, expected, events: prepared };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function prepareEvent({ id, type, data }: NewEvent): PreparedEvent {
  if (!UUID.test(id)) throw new TypeError(`The id of an event ${type} is not a UUID: "${id.slice(0, 40)}".`);
  return { id: id.toLowerCase(), type, data: Buffer.from(jsonOf(data)) };
}

/** The data as JSON; throws on what JSON would quietly leave out or turn into null. */
export function jsonOf(data: object): string {
  const text = JSON.stringify(data);
  if (/null/.test(text) && holdsUnsayable(data)) throw new NotJson('A number that is not finite');
  return text;
}

/** Looked for only where a null was written, which may have been one. */
function holdsUnsayable(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsUnsayable);
}
