import { BEGINNING, type Position } from '#libs/event-store';

/** A place in the log as the protocol has it: two whole numbers, written as decimals. */
export interface Place {
  readonly commit: string;
  readonly prepare: string;
}

const DIGITS = 16; // Of 64 bits, in hexadecimal.
const NOWHERE = '18446744073709551615'; // What servers before 22.6 say of the events of a stream.

const hex = (decimal: string): string => BigInt(decimal).toString(16).padStart(DIGITS, '0');
const decimal = (text: string): string => BigInt(`0x${text}`).toString();

/** The place as text that sorts as the log does. */
export function positionText(commit: string, prepare: string): Position {
  if (commit === NOWHERE) throw new Error('This EventStoreDB does not say where the events of a stream stand: 22.6 or later is needed.');
  const first = hex(commit);
  return first + (prepare === commit ? first : hex(prepare)); // They differ only where an old client wrote in a transaction.
}

/** The place that a position of this store means, undefined before the first event; throws on any other text. */
export function placeOf(position: Position): Place | undefined {
  if (position === BEGINNING) return undefined;
  if (!/^[0-9a-f]{32}$/.test(position)) throw new RangeError(`"${position.slice(0, 40)}" is not a position of this log.`);
  return { commit: decimal(position.slice(0, DIGITS)), prepare: decimal(position.slice(DIGITS)) };
}
