import { randomUUID } from 'node:crypto';
import type { EventStore } from '#libs/event-store';
import type { Kafka } from '#libs/kafka';
import { type OffsetsTaken, partitionStream } from '../domain/partition-events.js';

/** The last claim of a partition, and its stream with the version. */
export interface LastClaim {
  readonly stream: string;
  readonly version: number;
  readonly taken: OffsetsTaken['data'] | undefined;
}

/** Which messages of a topic's partitions are taken: said in the log, once for each, by one consumer after another. */
export class PartitionClaims {
  constructor(
    private readonly store: EventStore,
    private readonly kafka: Pick<Kafka, 'nameInFull'>,
    private readonly topic: string,
  ) {}

  async last(partition: number): Promise<LastClaim> {
    const stream = partitionStream(await this.kafka.nameInFull(this.topic), partition);
    const [version] = (await this.store.versions([stream])) as [number];
    if (version === 0) return { stream, version, taken: undefined };
    const [event] = await this.store.read({ stream, after: version - 1, to: version });
    return { stream, version, taken: event!.data as unknown as OffsetsTaken['data'] };
  }

  /** Claims messages after the last claim that its caller knows; throws WrongVersion when another consumer has claimed since. */
  async claim({ stream, version }: LastClaim, taken: Omit<OffsetsTaken['data'], 'v'>): Promise<LastClaim> {
    const data: OffsetsTaken['data'] = { v: 1, ...taken };
    const event = { id: randomUUID(), type: 'OffsetsTaken', data };
    const appended = await this.store.append(stream, version, [event]);
    return { stream, version: appended.version, taken: data };
  }
}
