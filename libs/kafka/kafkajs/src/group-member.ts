import { setTimeout } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { KafkaFault, type Message, type Taking } from '#libs/kafka';
import { atMost } from './at-most.js';
import { RETRY } from './client.js';
import { Membership } from './membership.js';
import { typeOf } from './plain-reason.js';
import { POLL_BYTES_MAX, pollsOf } from './polls.js';
import type { KafkaOptions } from './settings.js';

const FETCH_WAIT_MS = 300;
const LEAVE_MS = 3_000;
const COMMIT_TRIES = 3;
const COMMIT_PAUSE_MS = 200;
/** After these the client joins the group anew. */
const REBALANCE = /^(REBALANCE_IN_PROGRESS|ILLEGAL_GENERATION|NOT_COORDINATOR_FOR_GROUP|UNKNOWN_MEMBER_ID|FENCED_INSTANCE_ID)$/;

/** What is to be taken, with the topic's name as Kafka knows it. */
export interface PrefixedTaking extends Taking {
  readonly prefixed: string;
  readonly endOf: (partition: number) => Promise<string>;
}

/** One consumer of the client, from its start to its end or its death: it is not started twice. */
export class GroupMember {
  /** Resolves with the reason when it has died, and never when it is stopped. */
  readonly death: Promise<unknown>;
  private readonly consumer: Consumer;
  private readonly died = Promise.withResolvers<unknown>();
  private membership: Membership | undefined;
  private aliveAtMs = performance.now();
  private readonly inHand = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    client: Kafka,
    private readonly taking: PrefixedTaking,
    private readonly options: Required<KafkaOptions>,
    private readonly troubles: Map<number, string>,
  ) {
    this.death = this.died.promise;
    this.consumer = client.consumer({
      groupId: taking.group,
      sessionTimeout: options.sessionMs,
      rebalanceTimeout: options.rebalanceMs,
      heartbeatInterval: options.heartbeatMs,
      maxBytesPerPartition: POLL_BYTES_MAX,
      maxBytes: options.partitionsAtOnce * POLL_BYTES_MAX,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { ...RETRY, restartOnFailure: async () => false }, // Our own supervisor does, whatever the reason.
    });
  }

  /** Whether it is a member of its group now. */
  get isJoined(): boolean {
    return this.membership !== undefined;
  }

  /** Resolves when it has joined, or has died of the attempt. */
  async start(): Promise<void> {
    const { GROUP_JOIN, HEARTBEAT, CRASH } = this.consumer.events;
    const topic = this.taking.prefixed;
    this.consumer.on(GROUP_JOIN, ({ payload }) => this.join(payload.memberAssignment[topic] ?? []));
    this.consumer.on(HEARTBEAT, () => (this.aliveAtMs = performance.now()));
    this.consumer.on(CRASH, ({ payload }) => this.died.resolve(payload.error));
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [topic], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.partitionsAtOnce,
      eachBatch: (payload) => this.keepInHand(this.takeBatch(payload)),
    });
  }

  /** Says so to whoever has a poll in hand, waits for them, and leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    const left = this.consumer.disconnect().catch(() => undefined); // A broker that is away gets no goodbye; the session ends by itself.
    await Promise.allSettled(this.inHand);
    await atMost(LEAVE_MS, left);
    this.membership?.end();
  }

  private join(partitions: readonly number[]): void {
    this.aliveAtMs = performance.now();
    this.membership?.end();
    const { consumer, taking, options, troubles } = this;
    const { prefixed: topic, startAt, endOf } = taking;
    const around = { consumer, topic, startAt, endOf, pauseMs: options.pauseMs, troubles };
    this.membership = new Membership(around, partitions);
  }

  private async keepInHand(taking: Promise<void>): Promise<void> {
    this.inHand.add(taking);
    try {
      await taking;
    } finally {
      this.inHand.delete(taking);
    }
  }

  private async takeBatch(payload: EachBatchPayload): Promise<void> {
    const { partition, messages } = payload.batch;
    const membership = this.membership!;
    let lost: Error | undefined;
    const isMine = (): boolean => lost === undefined && this.isMember(membership) && payload.isRunning() && !payload.isStale();
    const heartbeat = async (): Promise<void> => {
      await payload.heartbeat().catch((error: unknown) => (lost = this.noted(membership, error)));
    };
    for (const poll of pollsOf(partition, messages)) {
      if (!isMine()) break;
      try {
        await this.taking.take({ topic: this.taking.topic, partition, messages: poll }, { heartbeat, isMine });
      } catch (error) {
        if (isMine()) void membership.holdUp(partition, error); // The others go on; this one is resumed after its pause.
        break;
      }
      if (membership !== this.membership) return; // It was given anew meanwhile: whoever has it takes the poll again.
      membership.taken(partition);
      await this.commit(payload, poll.at(-1)!, membership);
    }
    if (lost !== undefined) throw lost;
  }

  /** A member that nobody heard of for as long as a session lasts has been taken for dead. */
  private isMember(membership: Membership): boolean {
    const isHeard = performance.now() - this.aliveAtMs < this.options.sessionMs;
    return !this.stopping && membership === this.membership && membership.isOn && isHeard;
  }

  private async commit(payload: EachBatchPayload, last: Message, membership: Membership): Promise<void> {
    payload.resolveOffset(last.offset);
    for (let tries = 1; ; tries++) {
      try {
        return await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
      } catch (error) {
        if (tries === COMMIT_TRIES || REBALANCE.test(typeOf(error) ?? '')) throw this.noted(membership, error);
        await setTimeout(COMMIT_PAUSE_MS);
      }
    }
  }

  /** What goes wrong between us and the group goes on to the client, which joins anew where that helps. */
  private noted(membership: Membership, error: unknown): Error {
    if (REBALANCE.test(typeOf(error) ?? '')) membership.leave();
    return error instanceof Error ? error : new KafkaFault(String(error));
  }
}
