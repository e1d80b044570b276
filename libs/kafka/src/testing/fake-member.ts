import { setImmediate } from 'node:timers/promises';
import { mustBeIn } from '../beyond-end.js';
import type { ConsumerState, Consuming, Message, Taking } from '../kafka.js';
import type { Claim, FakeGroup } from './fake-group.js';
import type { FakeTopic } from './fake-log.js';

/** A consumer of the fake: takes what its partitions hold, poll by poll. */
export class FakeMember implements Consuming {
  private news = Promise.withResolvers<void>();
  private stopping: Promise<void> | undefined;
  private readonly faults = new Map<number, string>();

  constructor(
    private readonly taking: Taking,
    private readonly topic: FakeTopic,
    private readonly group: FakeGroup,
    private readonly around: { readonly pollMax: number; readonly onCommit: () => void },
  ) {}

  state(): ConsumerState {
    return { running: !this.stopping, fault: [...this.faults.values()][0] ?? null, restarts: 0 };
  }

  stop(): Promise<void> {
    this.stopping ??= this.group.leave(this);
    return this.stopping;
  }

  /** Something was written, or a claim has ended. */
  wake(): void {
    this.news.resolve();
    this.news = Promise.withResolvers();
  }

  /** Resolves when the claim has ended and nothing of it is in hand. */
  async follow(claim: Claim): Promise<void> {
    let next: string | undefined;
    while (claim.mine) {
      try {
        next ??= (await this.toldStart(claim.partition)) ?? this.group.committed.get(claim.partition) ?? '0';
        if (!claim.mine) return;
        const messages = this.topic.partitions[claim.partition]!.slice(Number(next), Number(next) + this.around.pollMax);
        if (messages.length === 0) await this.news.promise;
        else next = await this.takeOne(claim, messages);
        this.faults.delete(claim.partition);
      } catch (fault) {
        this.faults.set(claim.partition, String(fault));
        await setImmediate(); // The same poll comes again.
      }
    }
  }

  private async toldStart(partition: number): Promise<string | undefined> {
    const { topic, startAt } = this.taking;
    const offset = await startAt?.(partition);
    if (offset !== undefined) mustBeIn({ topic, partition, offset, end: String(this.topic.partitions[partition]!.length) });
    return offset;
  }

  private async takeOne(claim: Claim, messages: readonly Message[]): Promise<string> {
    const poll = { topic: this.taking.topic, partition: claim.partition, messages };
    const heartbeat = async (): Promise<void> => void (await setImmediate());
    await this.taking.take(poll, { heartbeat, isMine: () => claim.mine });
    const next = String(Number(messages.at(-1)!.offset) + 1);
    if (!claim.evicted) this.group.committed.set(claim.partition, next);
    this.around.onCommit();
    return next;
  }
}
