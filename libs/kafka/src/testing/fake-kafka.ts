import { type Consuming, Kafka, type KafkaFault, type Message, type OutMessage, type Taking } from '../kafka.js';
import { FakeGroup } from './fake-group.js';
import { FakeTopic, type Produced } from './fake-log.js';
import { FakeMember } from './fake-member.js';

export type { Produced };

/** A Kafka in memory for tests: passes `kafkaContract`, and does to a consumer what a real one may do. */
export class FakeKafka extends Kafka {
  /** While it is set, nothing can be published and no broker answers. */
  fault: KafkaFault | undefined;
  private readonly topics = new Map<string, FakeTopic>();
  private readonly groups = new Map<string, FakeGroup>();
  private readonly members = new Set<FakeMember>();
  private readonly watchers = new Set<() => void>();

  constructor(private readonly options: { readonly partitions?: number; readonly pollMax?: number; readonly cluster?: string } = {}) {
    super();
  }

  /** Writes to a topic as another system does, whatever the fault. */
  produce(topic: string, ...messages: readonly Produced[]): void {
    for (const message of messages) this.topic(topic).write(message);
    this.members.forEach((member) => member.wake());
  }

  /** What a topic holds, partition after partition. */
  messages(topic: string): Message[] {
    return this.topic(topic).partitions.flat();
  }

  /** The offset at which the group goes on in a partition; undefined before its first commit. */
  committed(group: string, topic: string, partition: number): string | undefined {
    return this.group(group, topic).committed.get(partition);
  }

  /** Takes a partition from its holder, also in mid-poll, and gives it to the next member at once (to the same, when it is alone). */
  takeAway(group: string, topic: string, partition: number): void {
    this.group(group, topic).evict(partition);
  }

  /** Resolves when the group has committed everything that the topic holds; throws when it has not in time. */
  async taken(group: string, topic: string, timeoutMs = 2_000): Promise<void> {
    const { committed } = this.group(group, topic);
    const isTaken = (): boolean =>
      this.topic(topic).partitions.every(({ length }, i) => length === 0 || committed.get(i) === String(length));
    if (isTaken()) return;
    await new Promise<void>((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.watchers.delete(look);
        settle();
      };
      const look = (): void => {
        if (isTaken()) end(resolve);
      };
      const timer = setTimeout(() => end(() => reject(new Error(`${group} has not taken all of ${topic}.`))), timeoutMs);
      this.watchers.add(look);
    });
  }

  override async consume(taking: Taking): Promise<Consuming> {
    const group = this.group(taking.group, taking.topic);
    const around = { pollMax: this.options.pollMax ?? 500, onCommit: () => this.watchers.forEach((look) => look()) };
    const member = new FakeMember(taking, this.topic(taking.topic), group, around);
    this.members.add(member);
    await group.join(member);
    return member;
  }

  override async publish(topic: string, messages: readonly OutMessage[]): Promise<void> {
    await this.ping();
    this.produce(topic, ...messages);
  }

  override async nameInFull(topic: string): Promise<string> {
    await this.ping();
    return `${this.options.cluster ?? 'memory'}/${topic}`;
  }

  override async ping(): Promise<void> {
    if (this.fault) throw this.fault;
  }

  override async close(): Promise<void> {
    await Promise.all([...this.members].map((member) => member.stop()));
  }

  private topic(name: string): FakeTopic {
    const topic = this.topics.get(name) ?? new FakeTopic(this.options.partitions ?? 3);
    this.topics.set(name, topic);
    return topic;
  }

  private group(name: string, topic: string): FakeGroup {
    const key = `${name}|${topic}`;
    const group = this.groups.get(key) ?? new FakeGroup(this.topic(topic).partitionCount);
    this.groups.set(key, group);
    return group;
  }
}
