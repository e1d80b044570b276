import type { KafkaMessage } from 'kafkajs';
import type { Message } from '#libs/kafka';

/** What is handed over at once: so much is fetched of a partition, and so many messages at most. */
export const POLL_BYTES_MAX = 1024 * 1024;
const POLL_MESSAGES_MAX = 5_000;

/** A fetched batch in bounded pieces; what came compressed may be much more than was asked for. */
export function* pollsOf(partition: number, messages: readonly KafkaMessage[]): Generator<Message[]> {
  let poll: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.key?.length ?? 0) + (message.value?.length ?? 0);
    if (poll.length > 0 && (poll.length === POLL_MESSAGES_MAX || bytes + size > POLL_BYTES_MAX)) {
      yield poll;
      poll = [];
      bytes = 0;
    }
    poll.push(messageOf(partition, message));
    bytes += size;
  }
  if (poll.length > 0) yield poll;
}

function messageOf(partition: number, { offset, key, value, headers = {}, timestamp }: KafkaMessage): Message {
  const last = Object.entries(headers).map(([name, held]) => [name, bytesOf(Array.isArray(held) ? held.at(-1) : held)] as const);
  return { partition, offset, key, value, headers: Object.fromEntries(last), timestampMs: Number(timestamp) };
}

const bytesOf = (held: Buffer | string | null | undefined): Uint8Array =>
  typeof held === 'string' ? Buffer.from(held) : (held ?? Buffer.alloc(0));
