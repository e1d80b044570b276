/** One message as the broker holds it. */
export interface Message {
  readonly partition: number;
  /** A whole number as text, which grows along the partition. */
  readonly offset: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** By name; of a header that comes more than once, the last. */
  readonly headers: Readonly<Record<string, Uint8Array>>;
  /** When the broker, or its producer, says that it was written; milliseconds since 1970. */
  readonly timestampMs: number;
}

/** What one poll brought of one partition, in order of offset; never empty. */
export interface Poll {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Message[];
}

/** The consumer's standing while a poll is in hand. */
export interface Standing {
  /** To be called between pieces of slow work, so that the group does not take the partition away. */
  heartbeat(): Promise<void>;
  /** False once the partition is another's, or the consumer stops: then no more of the poll is to be begun. */
  isMine(): boolean;
}

/** What takes the messages of a topic. */
export interface Taking {
  /** The consumer group and the topic, without the prefix that the settings give. A group is for one topic. */
  readonly group: string;
  readonly topic: string;
  /**
   * Where to go on in a partition that has become ours; undefined: where the group left off. After its end there is nothing to go
   * on at: the partition is not what it was, and nothing of it is taken until it is, for what has been taken cannot be told from what has not.
   */
  readonly startAt?: (partition: number) => Promise<string | undefined>;
  /**
   * Takes a poll. Its offsets are committed once this resolves, and not when it throws: then its messages come again after
   * a pause, while other partitions go on. Who leaves a poll unfinished throws. Polls of several partitions may be in hand at once.
   */
  readonly take: (poll: Poll, standing: Standing) => Promise<void>;
}

/** How a consumer stands. */
export interface ConsumerState {
  readonly running: boolean;
  /** Why it is not, while its supervisor waits to start it again; or why the messages of a partition could not be taken yet. */
  readonly fault: string | null;
  /** How often it was started again. */
  readonly restarts: number;
}

/** A consumer under its supervisor: one that dies is started again, after a growing pause. */
export interface Consuming {
  state(): ConsumerState;
  /** Finishes the poll in hand, commits it, and leaves the group. */
  stop(): Promise<void>;
}

/** A message to be published. */
export interface OutMessage {
  readonly key: string | null;
  readonly value: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Kafka cannot be spoken to, or did not take what it was given; the same again may do. Known to `isStoreFault` by its name. */
export class KafkaFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KafkaFault';
  }
}

/** A message is larger than the topic takes: the same again can never do. */
export class MessageTooLarge extends Error {
  constructor(
    readonly topic: string,
    options?: ErrorOptions,
  ) {
    super(`A message is larger than topic ${topic} takes: raise its max.message.bytes, or publish less at once.`, options);
    this.name = 'MessageTooLarge';
  }
}

/** The way to Kafka and back. Topics and groups are named without the prefix of the settings. */
export abstract class Kafka {
  /** Takes what a topic brings, from now until it is stopped; resolves when the first attempt to join has been made. */
  abstract consume(taking: Taking): Promise<Consuming>;
  /** Publishes, in the order given within a key; resolves when every message is on all in-sync replicas. Throws KafkaFault, or MessageTooLarge. */
  abstract publish(topic: string, messages: readonly OutMessage[]): Promise<void>;
  /** The name of a topic of which there is no other: `<cluster id>/<name with the prefix>`. Throws KafkaFault. */
  abstract nameInFull(topic: string): Promise<string>;
  /** Resolves when a broker answers; throws KafkaFault. */
  abstract ping(): Promise<void>;
  abstract close(): Promise<void>;
}
