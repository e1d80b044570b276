import { setTimeout } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import { mustBeIn } from '#libs/kafka';
import { retryDelayMs } from '#libs/kernel';
import { LONGEST_PAUSE_MS } from './settings.js';

/** What a membership works with. */
export interface Partitions {
  readonly consumer: Consumer;
  readonly topic: string;
  readonly startAt?: (partition: number) => Promise<string | undefined>;
  /** The offset that the next message of a partition gets. */
  readonly endOf: (partition: number) => Promise<string>;
  readonly pauseMs: number;
  /** Why a partition waits, by its number: for health. */
  readonly troubles: Map<number, string>;
}

/** Our part of the group from one rebalance to the next: which partitions are ours, and which of them wait. */
export class Membership {
  private readonly over = new AbortController();
  private readonly failures = new Map<number, number>();
  private leaving = false;

  constructor(
    private readonly with_: Partitions,
    partitions: readonly number[],
  ) {
    this.with_.troubles.clear();
    // Nothing is fetched of a partition before it is known where to begin.
    if (this.with_.startAt) this.pause(partitions);
    else this.resume(partitions);
    for (const partition of this.with_.startAt ? partitions : []) void this.begin(partition); // Its faults show in the troubles.
  }

  /** False from the moment the group wants to give partitions anew. */
  get isOn(): boolean {
    return !this.leaving && !this.over.signal.aborted;
  }

  /** The group rebalances: what is in hand may be ended, and nothing is to be begun. */
  leave(): void {
    this.leaving = true;
  }

  /** Another membership follows, or none. */
  end(): void {
    this.over.abort();
  }

  /** A poll was taken. */
  taken(partition: number): void {
    this.failures.delete(partition);
    this.with_.troubles.delete(partition);
  }

  /** Lets a partition wait whose poll could not be taken; then it is fetched again from where it was. */
  async holdUp(partition: number, error: unknown): Promise<void> {
    this.pause([partition]);
    if (await this.wait(partition, error)) this.resume([partition]);
  }

  private async begin(partition: number): Promise<void> {
    const { consumer, topic, startAt, endOf } = this.with_;
    while (this.isOn) {
      try {
        const offset = await startAt!(partition);
        if (offset !== undefined) mustBeIn({ topic, partition, offset, end: await endOf(partition) });
        if (!this.isOn) return;
        if (offset !== undefined) consumer.seek({ topic, partition, offset });
        this.taken(partition);
        return this.resume([partition]);
      } catch (error) {
        if (!(await this.wait(partition, error))) return;
      }
    }
  }

  /** Says why it waits, and for how long: longer each time. False when the membership is over meanwhile. */
  private async wait(partition: number, error: unknown): Promise<boolean> {
    const failures = (this.failures.get(partition) ?? 0) + 1;
    this.failures.set(partition, failures);
    this.with_.troubles.set(
      partition,
      `Partition ${partition} of ${this.with_.topic} waits: ${error instanceof Error ? error.message : String(error)}`,
    );
    const pauseMs = retryDelayMs({ firstMs: this.with_.pauseMs, longestMs: LONGEST_PAUSE_MS }, failures);
    await setTimeout(pauseMs, undefined, { signal: this.over.signal, ref: false }).catch(() => undefined); // Broken off: it is over.
    return !this.over.signal.aborted;
  }

  private pause(partitions: readonly number[]): void {
    if (partitions.length > 0) this.with_.consumer.pause([{ topic: this.with_.topic, partitions: [...partitions] }]);
  }

  private resume(partitions: readonly number[]): void {
    if (partitions.length > 0) this.with_.consumer.resume([{ topic: this.with_.topic, partitions: [...partitions] }]);
  }
}
