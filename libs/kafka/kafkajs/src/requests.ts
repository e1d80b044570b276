import type { OutMessage } from '#libs/kafka';

/** Under the megabyte that a broker takes by default, also with what the protocol adds. */
const REQUEST_BYTES_MAX = 900 * 1024;
const REQUEST_MESSAGES_MAX = 5_000;
const MESSAGE_OVERHEAD_BYTES = 80;

/** A message on its way, and whom it is for. */
export interface Waiting<Ticket> {
  readonly topic: string;
  readonly message: OutMessage;
  readonly ticket: Ticket;
}

/** How much of the line's front makes one request: of one topic, under the bounds, and one message at least. */
export function requestLength(line: readonly Waiting<unknown>[]): number {
  const topic = line[0]?.topic;
  let bytes = 0;
  let length = 0;
  for (const waiting of line) {
    bytes += bytesOf(waiting.message);
    const isTooMuch = bytes > REQUEST_BYTES_MAX || length === REQUEST_MESSAGES_MAX || waiting.topic !== topic;
    if (isTooMuch && length > 0) break;
    length += 1;
  }
  return length;
}

/** What a message takes in a request, about. */
function bytesOf({ key, value, headers }: OutMessage): number {
  const size = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  const ofHeaders = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + 2 * text.length + 8, 0);
  return MESSAGE_OVERHEAD_BYTES + size + 2 * (key?.length ?? 0) + ofHeaders;
}
