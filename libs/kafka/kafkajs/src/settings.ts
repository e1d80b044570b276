/** How Kafka is reached. */
export interface KafkaSettings {
  /** Each as host:port; one that answers is enough. */
  readonly brokers: readonly string[];
  /** What the names of our topics and consumer groups begin with. */
  readonly prefix: string;
  readonly tls: boolean;
  /** A PEM file; the system's authorities when null. */
  readonly caFile: string | null;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

/** What may be set beside, mostly by tests. */
export interface KafkaOptions {
  /** Told what the client complains of: warnings and errors only. Nobody by default. */
  readonly log?: (level: 'warn' | 'error', text: string) => void;
  /** How many partitions a topic gets that we make. */
  readonly partitions?: number;
  /** How many partitions of one topic are taken at once. */
  readonly partitionsAtOnce?: number;
  /** How long a member may be silent before the group gives its partitions to others. */
  readonly sessionMs?: number;
  /** How long the group waits for members that have a poll in hand when partitions are given anew. */
  readonly rebalanceMs?: number;
  readonly heartbeatMs?: number;
  /** The first pause after a fault; each next one is twice as long, to ten seconds at most. */
  readonly pauseMs?: number;
}

export const DEFAULTS: Required<KafkaOptions> = {
  log: () => undefined,
  partitions: 6,
  partitionsAtOnce: 4,
  sessionMs: 15_000,
  rebalanceMs: 60_000,
  heartbeatMs: 3_000,
  pauseMs: 250,
};

/** The longest wait before a consumer that failed is started again. */
export const LONGEST_PAUSE_MS = 10_000;
