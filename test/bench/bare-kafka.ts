import { randomUUID } from 'node:crypto';
import kafkajs from 'kafkajs';
import { readZstd } from '../servers/kafka/read-zstd.ts';

readZstd();

const client = (brokers: string): kafkajs.Kafka =>
  new kafkajs.Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });

/** How many messages a topic holds. */
export async function counted(brokers: string, topic: string): Promise<number> {
  const admin = client(brokers).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

/** A message as it was read, or is to be sent. */
export interface BareMessage {
  readonly key: string | null;
  readonly value: Buffer | string;
  readonly headers?: kafkajs.IHeaders;
}

/** Sends these messages to a topic, which is made where it is missing, and gives the time that the sending took. */
export async function produce(brokers: string, topic: string, messages: readonly BareMessage[]): Promise<number> {
  const admin = client(brokers).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 6 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = client(brokers).producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const started = performance.now();
  for (let i = 0; i < messages.length; i += 100) await producer.send({ topic, acks: -1, messages: messages.slice(i, i + 100) as never });
  const took = performance.now() - started;
  await producer.disconnect();
  return took;
}

/** A consumer that does nothing but count: the time from the first of the last `count` messages to the last one. */
export async function bareConsume(brokers: string, topic: string, after: number, count: number): Promise<number> {
  const { ms } = await consume(brokers, topic, after, count, () => undefined);
  return ms;
}

/** Reads the topic's messages, then sends them to another one: the time of sending. */
export async function bareProduce(brokers: string, topic: string, count: number): Promise<number> {
  const messages: BareMessage[] = [];
  await consume(brokers, topic, 0, count, (message) => messages.push(message));
  return produce(brokers, `${topic}.bare`, messages);
}

async function consume(
  brokers: string,
  topic: string,
  after: number,
  count: number,
  take: (message: BareMessage) => void,
): Promise<{ ms: number }> {
  const consumer = client(brokers).consumer({ groupId: `bench-${randomUUID()}`, maxBytesPerPartition: 4 * 1024 * 1024 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const done = Promise.withResolvers<void>();
  let seen = 0;
  let started = 0;
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { key, value, headers } of batch.messages) {
        if (++seen === after + 1) started = performance.now();
        if (seen > after) take({ key: key?.toString() ?? null, value: value!, headers });
      }
      if (seen >= after + count) done.resolve();
    },
  });
  await done.promise;
  const ms = performance.now() - started;
  await consumer.disconnect();
  return { ms };
}
