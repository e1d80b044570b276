import { randomUUID } from 'node:crypto';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { EventFeed } from '#libs/event-feed';
import type { Message } from '#libs/kafka';
import { KafkaJsKafka } from '#libs/kafka/kafkajs';
import { Clock } from '#libs/kernel';
import { NoFaults } from '#libs/platform/work';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { FLOOR_EVENTS, RelayReader } from './relay-reader.js';

class SetClock extends Clock {
  now = (): Date => new Date('2104-05-01T09:00:00Z');
}

const brokers = (): string[] => {
  const named = process.env['KAFKA_BROKERS'];
  if (!named) throw new Error('KAFKA_BROKERS is not set: run this by npm run test:servers, or name the brokers in it.');
  return named.split(',');
};

describe('the relay, on a real broker', () => {
  it('publishes the log in order of each stream, across a restart', async () => {
    const prefix = `test-${randomUUID().slice(0, 8)}-`;
    const kafka = new KafkaJsKafka({ brokers: brokers(), prefix, tls: false, caFile: null, sasl: null });
    const store = new SqliteEventStore(':memory:', new SetClock());
    const documents = new SqliteReadStore(':memory:');
    const relay = async (from: number): Promise<void> => {
      for (let i = from; i < from + 500; i++)
        await store.append(`register-${i % 5}`, Math.floor(i / 5), [{ id: randomUUID(), type: 'Said', data: { v: 1, i } }]);
      const feed = new EventFeed(store, documents, new SetClock());
      await feed.start([new RelayReader(kafka, new NoFaults())]);
      expect(await feed.caughtUp(await store.end(), 20_000)).toBe(true);
      await feed.stop();
    };
    await relay(0);
    await relay(500);

    const versions = new Map<string, number[]>();
    const all = Promise.withResolvers<void>();
    let count = 0;
    const keep = (message: Message): void => {
      const stream = Buffer.from(message.key!).toString();
      versions.set(stream, [...(versions.get(stream) ?? []), Number(Buffer.from(message.headers['version']!).toString())]);
      if (++count === 1_000) all.resolve();
    };
    await kafka.consume({ group: 'all', topic: FLOOR_EVENTS, take: async ({ messages }) => messages.forEach(keep) });
    await all.promise;
    expect(versions.size).toBe(5);
    for (const own of versions.values()) expect(own).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));

    await Promise.all([kafka.close(), store.close(), documents.close()]);
  });
});
