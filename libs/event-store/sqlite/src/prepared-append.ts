import { type Append, APPEND_BYTES_MAX, categoryOf, EVENT_BYTES_MAX, type NewEvent, TooLarge } from '#libs/event-store';
import { idBytes } from './event-row.js';
import type { Names } from './names.js';
import { pack, type Packed } from './pack/pack.js';

/** An event that is ready to be written. */
export interface PreparedEvent {
  readonly id: Buffer;
  readonly type: number;
  readonly typeName: string;
  readonly data: Buffer;
}

/** An append with all that can be done before the write lock is taken. */
export interface PreparedAppend {
  readonly stream: string;
  readonly expected: number;
  readonly category: number;
  readonly events: readonly PreparedEvent[];
  /** What its packed data takes. */
  readonly bytes: number;
}

/** Packs an append's events and checks the bounds: throws TooLarge beyond them. */
export function prepareAppend({ stream, expected, events }: Append, names: Names): PreparedAppend {
  const packed = events.map((event) => pack(event.data));
  checkSize(stream, events, packed);
  return {
    stream,
    expected,
    category: names.give(categoryOf(stream)),
    events: events.map((event, i) => ({ id: idBytes(event), type: names.give(event.type), typeName: event.type, data: packed[i]!.bytes })),
    bytes: packed.reduce((sum, { bytes }) => sum + bytes.length, 0),
  };
}

/** Counts exactly only what an upper bound leaves in doubt: to write out all JSON would take longer than to pack it. */
function checkSize(stream: string, events: readonly NewEvent[], packed: readonly Packed[]): void {
  const exactly = (event: NewEvent): number => Buffer.byteLength(JSON.stringify(event.data));
  let most = 0;
  packed.forEach(({ jsonBytesMax }, i) => {
    most += jsonBytesMax;
    if (jsonBytesMax > EVENT_BYTES_MAX) refuseOver(stream, exactly(events[i]!), EVENT_BYTES_MAX);
  });
  if (most > APPEND_BYTES_MAX)
    refuseOver(
      stream,
      events.reduce((sum, event) => sum + exactly(event), 0),
      APPEND_BYTES_MAX,
    );
}

function refuseOver(stream: string, bytes: number, bytesMax: number): void {
  if (bytes > bytesMax) throw new TooLarge(stream, bytes, bytesMax);
}
