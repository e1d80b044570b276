import type { Kafka as Client } from 'kafkajs';
import { type Consuming, Kafka, type OutMessage, type Taking } from '#libs/kafka';
import { AdminLink } from './admin-link.js';
import { clientOf } from './client.js';
import { faultOf } from './plain-reason.js';
import { Publisher } from './publisher.js';
import { DEFAULTS, type KafkaOptions, type KafkaSettings } from './settings.js';
import { SupervisedConsumer } from './supervised-consumer.js';
import { Topics } from './topics.js';

/** Under the client's own patience with a request, whose end says less. */
const PING_MS = 7_500;

/** Kafka by kafkajs. It connects when it is first used, and anew after every fault. */
export class KafkaJsKafka extends Kafka {
  private readonly options: Required<KafkaOptions>;
  private readonly admin: AdminLink;
  private readonly topics: Topics;
  private readonly publisher: Publisher;
  private readonly consumers: SupervisedConsumer[] = [];
  private made: Client | undefined;
  /** Made when it is first needed, so that what is wrong with the settings shows as a fault of the first use. */
  private readonly client = (): Client => (this.made ??= clientOf(this.settings, this.options.log));

  constructor(
    private readonly settings: KafkaSettings,
    options: KafkaOptions = {},
  ) {
    super();
    this.options = { ...DEFAULTS, ...options };
    this.admin = new AdminLink(this.client);
    this.topics = new Topics(this.admin, this.options.partitions);
    this.publisher = new Publisher(this.client, this.topics);
  }

  override async consume(taking: Taking): Promise<Consuming> {
    const { prefix } = this.settings;
    const prefixed = `${prefix}${taking.topic}`;
    const consumer = new SupervisedConsumer(this.client, this.topics, this.options, {
      ...taking,
      group: `${prefix}${taking.group}`,
      prefixed,
      endOf: (partition) => this.topics.end(prefixed, partition),
    });
    this.consumers.push(consumer);
    await consumer.start();
    return consumer;
  }

  override publish(topic: string, messages: readonly OutMessage[]): Promise<void> {
    return this.publisher.publish(`${this.settings.prefix}${topic}`, messages);
  }

  override async nameInFull(topic: string): Promise<string> {
    return `${await this.cluster()}/${this.settings.prefix}${topic}`;
  }

  override async ping(): Promise<void> {
    await this.cluster();
  }

  private async cluster(): Promise<string> {
    const late = AbortSignal.timeout(PING_MS);
    const silence = new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(new Error('The request timed out.')));
    });
    try {
      return (await Promise.race([this.admin.ask((admin) => admin.describeCluster()), silence])).clusterId;
    } catch (error) {
      throw faultOf(`Kafka at ${this.settings.brokers.join(', ')} could not be spoken to`, error);
    }
  }

  override async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop())); // First: a poll in hand may want to publish.
    await Promise.all([this.publisher.close(), this.admin.close()]);
  }
}
