import { KafkaFault } from '#libs/kafka';
import type { AdminLink } from './admin-link.js';
import { faultOf, typeOf } from './plain-reason.js';

/**
 * A dead letter is a little larger than what it holds, so two megabytes where a broker's default is one. What others
 * have compressed is compressed anew by the broker, in the one way that every reader of ours understands.
 */
const CONFIG = { 'max.message.bytes': '2097152', 'compression.type': 'zstd' };
const CREATE_MS = 5_000;

/** The topics that we use: made where they are missing and the broker lets us. */
export class Topics {
  private readonly there = new Map<string, Promise<void>>();

  constructor(
    private readonly admin: AdminLink,
    private readonly partitions: number,
  ) {}

  /** Resolves when the topic is there; throws a KafkaFault that says how to make it. Asked once for each topic, unless it failed. */
  async ensure(topic: string, use: 'READ' | 'WRITE'): Promise<void> {
    const asked = this.there.get(topic) ?? this.make(topic, use);
    this.there.set(topic, asked);
    try {
      await asked;
    } catch (error) {
      if (this.there.get(topic) === asked) this.there.delete(topic);
      throw error;
    }
  }

  /** The offset that the next message of a partition gets. */
  async end(topic: string, partition: number): Promise<string> {
    const all = await this.admin.ask((admin) => admin.fetchTopicOffsets(topic));
    const found = all.find((one) => one.partition === partition);
    if (!found) throw new KafkaFault(`Kafka knows no partition ${partition} of ${topic}.`);
    return found.high;
  }

  private async make(topic: string, use: 'READ' | 'WRITE'): Promise<void> {
    try {
      if ((await this.admin.ask((admin) => admin.listTopics())).includes(topic)) return;
      const configEntries = Object.entries(CONFIG).map(([name, value]) => ({ name, value }));
      const topics = [{ topic, numPartitions: this.partitions, replicationFactor: -1, configEntries }];
      await this.admin.ask((admin) => admin.createTopics({ topics, waitForLeaders: true, timeout: CREATE_MS }));
    } catch (error) {
      if (typeOf(error)?.endsWith('AUTHORIZATION_FAILED')) throw unmade(topic, use, error);
      throw faultOf(`Topic ${topic} of Kafka could not be looked for or made`, error);
    }
  }
}

const unmade = (topic: string, use: string, cause: unknown): KafkaFault =>
  new KafkaFault(
    `We see no topic ${topic} at Kafka and may not make it. Make it and allow our user DESCRIBE and ${use} on it, or allow CREATE on it as well.`,
    { cause },
  );
