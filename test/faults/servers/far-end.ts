import { type Consumer, type EachMessagePayload, Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../house/client.ts';
import { readZstd } from '../../servers/kafka/read-zstd.ts';

/** A message as a system of somebody else's gets it. */
export interface Heard {
  readonly id: string;
  readonly key: string | undefined;
  readonly event: Answer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Somebody else's system at the far end of a topic: hears everything from the beginning, and counts repeats. */
export class FarEnd {
  readonly heard: Heard[] = [];
  private readonly client: Kafka;
  private readonly consumer: Consumer;

  constructor(
    brokers: string,
    private readonly topic: string,
  ) {
    this.client = new Kafka({
      clientId: 'far-end',
      brokers: [brokers],
      logLevel: logLevel.NOTHING,
      retry: { retries: 50, maxRetryTime: 2_000 },
    });
    this.consumer = this.client.consumer({ groupId: `far-end-${randomUUID()}` });
  }

  async start(): Promise<this> {
    readZstd();
    const admin = this.client.admin();
    await admin.connect();
    const topics = [{ topic: this.topic, numPartitions: 3 }];
    // Whoever comes first makes it. A busy broker may not host it yet when its leaders are waited for: ask once more.
    await admin.createTopics({ topics }).catch(() => admin.createTopics({ topics }));
    await admin.disconnect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run({ eachMessage: (payload) => this.hear(payload) });
    return this;
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
  }

  /** The ids heard so far, each once. */
  get ids(): Set<string> {
    return new Set(this.heard.map(({ id }) => id));
  }

  get repeats(): number {
    return this.heard.length - this.ids.size;
  }

  /** Waits until so many ids were heard; throws with how many there are when the time is up. */
  async hears(count: number, withinMs = 60_000): Promise<void> {
    for (const until = Date.now() + withinMs; this.ids.size < count; await sleep(50)) {
      if (Date.now() > until) throw new Error(`${this.topic}: heard ${this.ids.size} of ${count} within ${withinMs} ms.`);
    }
  }

  private async hear({ message }: EachMessagePayload): Promise<void> {
    const text = message.value?.toString() ?? '';
    const headers = Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]));
    const event: Answer = text.startsWith('{') ? JSON.parse(text) : text;
    this.heard.push({ id: event.id ?? text, key: message.key?.toString(), event, headers });
  }
}
