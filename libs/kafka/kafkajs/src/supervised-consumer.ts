import type { Kafka } from 'kafkajs';
import type { ConsumerState, Consuming } from '#libs/kafka';
import { retryDelayMs } from '#libs/kernel';
import { GroupMember, type PrefixedTaking } from './group-member.js';
import { plainReason } from './plain-reason.js';
import { type KafkaOptions, LONGEST_PAUSE_MS } from './settings.js';
import type { Topics } from './topics.js';

/** One that lived so long had nothing wrong with it: the next pause is the first again. */
const SOUND_MS = 10_000;

/** Starts a member of the group, and the next one when it dies. */
export class SupervisedConsumer implements Consuming {
  private readonly troubles = new Map<number, string>();
  private readonly stopped = Promise.withResolvers<void>();
  private member: GroupMember | undefined;
  private fault: string | null = null;
  private restarts = 0;
  private failures = 0;
  private stopping = false;
  private ended: Promise<void> | undefined;

  constructor(
    private readonly client: () => Kafka,
    private readonly topics: Topics,
    private readonly options: Required<KafkaOptions>,
    private readonly taking: PrefixedTaking,
  ) {}

  /** Resolves when the first attempt has been made, whatever came of it. */
  async start(): Promise<void> {
    const first = Promise.withResolvers<void>();
    this.ended = this.run(first.resolve);
    await first.promise;
  }

  state(): ConsumerState {
    const running = this.member?.isJoined === true && this.fault === null;
    return { running, fault: this.fault ?? [...this.troubles.values()][0] ?? null, restarts: this.restarts };
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopped.resolve();
    await this.ended;
  }

  private async run(attempted: () => void): Promise<void> {
    while (!this.stopping) {
      const sinceMs = performance.now();
      const death = await this.live(attempted);
      attempted();
      if (death === undefined) return;
      this.fault = plainReason(death);
      this.failures = performance.now() - sinceMs > SOUND_MS ? 1 : this.failures + 1;
      this.options.log('error', `The consumer of ${this.taking.prefixed} has died and is started again: ${this.fault}.`);
      await this.pause();
      if (!this.stopping) this.restarts += 1;
    }
  }

  /** One member's life; undefined when it was stopped. */
  private async live(attempted: () => void): Promise<unknown> {
    try {
      await Promise.race([this.topics.ensure(this.taking.prefixed, 'READ'), this.stopped.promise]);
      this.member = new GroupMember(this.client(), this.taking, this.options, this.troubles);
      await Promise.race([this.member.start(), this.stopped.promise]);
      if (this.member.isJoined) this.fault = null;
      attempted();
      return await Promise.race([this.member.death, this.stopped.promise]);
    } catch (error) {
      return error;
    } finally {
      await this.member?.stop();
      this.member = undefined;
    }
  }

  private async pause(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>(
      (resolve) =>
        (timer = setTimeout(resolve, retryDelayMs({ firstMs: this.options.pauseMs, longestMs: LONGEST_PAUSE_MS }, this.failures))),
    );
    await Promise.race([over, this.stopped.promise]);
    clearTimeout(timer);
  }
}
