import kafkajs, { type Kafka, type Message, type PartitionerArgs, type Producer } from 'kafkajs';
import { MessageTooLarge, type OutMessage } from '#libs/kafka';
import { atMost } from './at-most.js';
import { RETRY } from './client.js';
import { faultOf, typeOf } from './plain-reason.js';
import { requestLength, type Waiting } from './requests.js';
import type { Topics } from './topics.js';

const ACKS_ALL = -1;
const CLOSE_MS = 3_000;
const ACK_MS = 7_000;

/** One publish: settled when its last message is, or its first that failed. */
interface Ticket {
  left: number;
  failed: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends one request at a time. The client counts an idempotent producer's messages as if each request were settled before
 * the next: with two at once, or one after another that failed for good, the broker would drop messages as repeats.
 * So there is one line, and a producer that failed is not used again.
 */
export class Publisher {
  private readonly line: Waiting<Ticket>[] = [];
  private producer: Promise<Producer> | undefined;
  private sending: Promise<void> = Promise.resolve();
  private isSending = false;

  constructor(
    private readonly client: () => Kafka,
    private readonly topics: Topics,
  ) {}

  publish(topic: string, messages: readonly OutMessage[]): Promise<void> {
    if (messages.length === 0) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const ticket: Ticket = { left: messages.length, failed: false, resolve, reject };
    for (const message of messages) this.line.push({ topic, message, ticket });
    if (!this.isSending) this.sending = this.sendAll();
    return promise;
  }

  /** After what is on its way has been settled, or a broker has been silent for too long. */
  close(): Promise<void> {
    return atMost(
      CLOSE_MS,
      this.sending.then(() => this.forget()),
    );
  }

  private async sendAll(): Promise<void> {
    this.isSending = true;
    await Promise.resolve(); // Those who publish in the same turn share a request.
    while (this.line.length > 0) await this.settle(this.line.splice(0, requestLength(this.line)));
    this.isSending = false; // In the same turn as the line was seen to be empty.
  }

  /** What follows in a failed publish is not sent, for it would come before what the caller sends again. */
  private async settle(all: readonly Waiting<Ticket>[]): Promise<void> {
    const request = all.filter(({ ticket }) => !ticket.failed);
    if (request.length === 0) return;
    try {
      await this.send(request[0]!.topic, request);
      request.forEach(({ ticket }) => --ticket.left === 0 && ticket.resolve());
    } catch (error) {
      await this.forget();
      if (error instanceof MessageTooLarge && request.length > 1) return this.settleHalves(request);
      for (const { ticket } of request) {
        ticket.failed = true;
        ticket.reject(error);
      }
    }
  }

  /** One message too large must not fail those that only shared its request. */
  private async settleHalves(request: readonly Waiting<Ticket>[]): Promise<void> {
    const half = request.length >> 1;
    await this.settle(request.slice(0, half));
    await this.settle(request.slice(half));
  }

  private async send(topic: string, request: readonly Waiting<Ticket>[]): Promise<void> {
    try {
      await this.topics.ensure(topic, 'WRITE');
      const producer = await (this.producer ??= this.connect());
      const messages = request.map(({ message }): Message => ({ ...message, value: bytesOf(message.value) }));
      await producer.send({ topic, acks: ACKS_ALL, timeout: ACK_MS, messages });
    } catch (error) {
      if (typeOf(error) === 'MESSAGE_TOO_LARGE' || typeOf(error) === 'RECORD_LIST_TOO_LARGE')
        throw new MessageTooLarge(topic, { cause: error });
      throw faultOf(`Kafka did not take what was published to ${topic}`, error);
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.client().producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: steadily,
      retry: { ...RETRY, retries: 2 }, // Against a silent broker each takes its time, and the caller tries again anyway.
    });
    await producer.connect();
    return producer;
  }

  private async forget(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.then((broken) => broken.disconnect()).catch(() => undefined); // What is thrown away owes no goodbye.
  }
}

const bytesOf = (value: string | Uint8Array): string | Buffer =>
  typeof value === 'string' ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);

/** A message without a key goes by its value: tried again, it must come to the same partition, or it would be counted in another. */
function steadily(): (args: PartitionerArgs) => number {
  const byKey = kafkajs.Partitioners.DefaultPartitioner();
  return (args) => byKey({ ...args, message: { ...args.message, key: args.message.key ?? args.message.value } });
}
