import { randomUUID } from 'node:crypto';
import type { EventStore } from '#libs/event-store';
import { type OffsetsTaken, partitionStream } from '../domain/partition-events.js';

/** The last claim of a partition, and the version of its stream. */
export interface LastClaim {
  readonly version: number;
  readonly taken: OffsetsTaken['data'] | undefined;
}

/** Which messages of a topic's partitions are taken: said in the log, once for each, by one consumer after another. */
export class PartitionClaims {
  constructor(
    private readonly store: EventStore,
    private readonly topic: string,
  ) {}

  async last(partition: number): Promise<LastClaim> {
    const stream = partitionStream(this.topic, partition);
    const [version] = (await this.store.versions([stream])) as [number];
    if (version === 0) return { version, taken: undefined };
    const [event] = await this.store.read({ stream, after: version - 1, to: version });
    return { version, taken: event!.data as unknown as OffsetsTaken['data'] };
  }

  /** Claims messages after the last claim that its caller knows; throws WrongVersion when another consumer has claimed since. */
  async claim(partition: number, version: number, taken: Omit<OffsetsTaken['data'], 'v'>): Promise<LastClaim> {
    const data: OffsetsTaken['data'] = { v: 1, ...taken };
    const event = { id: randomUUID(), type: 'OffsetsTaken', data };
    const appended = await this.store.append(partitionStream(this.topic, partition), version, [event]);
    return { version: appended.version, taken: data };
  }
}
