import type { NewEvent, Position, StoredEvent } from '#libs/event-store';
import type { Names } from './names.js';
import { checksumOf, LogDamaged } from './checksum.js';
import { unpack } from './pack/unpack.js';

/** A row of `events` with the name of its stream, as a query gives it: an array, which is faster than an object. */
export type EventRow = [
  position: number,
  stream: string,
  version: number,
  type: number,
  id: Buffer,
  at: number,
  data: Buffer,
  sum: number | null,
];

export const EVENT_COLUMNS = 'e.position, s.name, e.version, e.type, e.id, e.at, e.data, e.sum';

const DIGITS = 12; // Room for a thousand billion events.

/** The position as text that sorts as the number does. */
export function positionText(position: number): Position {
  return position === 0 ? '' : String(position).padStart(DIGITS, '0');
}

/** The number of a position that this store gave out; throws on any other text. */
export function positionNumber(position: Position): number {
  if (position === '') return 0;
  if (!/^\d{12}$/.test(position)) throw new RangeError(`"${position.slice(0, 40)}" is not a position of this log.`);
  return Number(position);
}

/** Whether the row is what was appended; a row of an older program has no checksum and cannot tell. */
export function isWhole([, stream, version, type, id, at, data, sum]: EventRow, names: Names): boolean {
  return sum === null || sum === checksumOf({ stream, version, type: names.text(type), id, at, data });
}

/** The event that a row holds; throws LogDamaged where it is not what was appended. */
export function eventOf(row: EventRow, names: Names): StoredEvent {
  const [position, stream, version, type, id, at] = row;
  if (!isWhole(row, names)) throw damaged(row, 'differs from its checksum');
  return {
    id: idText(id),
    type: names.text(type),
    data: dataOf(row),
    stream,
    version,
    position: positionText(position),
    recordedAt: new Date(at).toISOString(),
  };
}

/** Without a checksum only the form shows whether it is what was appended. */
function dataOf(row: EventRow): object {
  try {
    return unpack(row[6]) as object;
  } catch (error) {
    throw damaged(row, 'can no longer be unpacked', error);
  }
}

const damaged = ([position, stream, version]: EventRow, what: string, cause?: unknown): LogDamaged =>
  new LogDamaged(`event ${version} of ${stream}, at position ${positionText(position)}, ${what}`, { cause });

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The event's id as 16 bytes; throws when it is not a UUID. */
export function idBytes({ id, type }: NewEvent): Buffer {
  if (!UUID.test(id)) throw new TypeError(`The id of an event ${type} is not a UUID: "${id.slice(0, 40)}".`);
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
