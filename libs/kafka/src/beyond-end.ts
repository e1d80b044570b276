import { KafkaFault } from './kafka.js';

/** Where a consumer is to go on, and where the partition ends. */
export interface Going {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly end: string;
}

/** Throws where a consumer is to go on after a partition's end: it lost messages, or is a new one under an old name. */
export function mustBeIn({ topic, partition, offset, end }: Going): void {
  if (BigInt(offset) <= BigInt(end)) return;
  throw new KafkaFault(
    `Partition ${partition} of ${topic} ends at offset ${end}, and everything before ${offset} has been taken: the topic was made anew or has lost messages. Nothing more is taken of it until that is settled.`,
  );
}
