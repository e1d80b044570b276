import type { EventStore } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { EventFeed } from '#libs/event-feed';
import { KafkaFault, type Message, MessageTooLarge, parseCloudEvent } from '#libs/kafka';
import { FakeKafka } from '#libs/kafka/testing';
import { Clock, Refusal } from '#libs/kernel';
import { type FaultPoints, NoFaults } from '#libs/platform/work';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { FLOOR_EVENTS, RelayReader } from './relay-reader.js';

class SetClock extends Clock {
  now = (): Date => new Date('2104-05-01T09:00:00Z');
}

const STREAMS = ['register-a', 'register-b', 'breach-c', 'calendar'];
const header = (message: Message, name: string): string => Buffer.from(message.headers[name] ?? []).toString();
const idOf = (message: Message): string => {
  const event = parseCloudEvent(message);
  if (event instanceof Refusal) throw new Error(event.detail);
  return event.id;
};

describe('the relay', () => {
  let store: EventStore;
  let documents: SqliteReadStore;
  let kafka: FakeKafka;
  let feeds: EventFeed[];
  const versions = new Map<string, number>();

  beforeEach(() => {
    store = new SqliteEventStore(':memory:', new SetClock());
    documents = new SqliteReadStore(':memory:');
    kafka = new FakeKafka();
    feeds = [];
    versions.clear();
  });
  afterEach(async () => {
    await Promise.all(feeds.map((feed) => feed.stop()));
    await store.close();
    await documents.close();
  });

  const append = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const stream = STREAMS[i % STREAMS.length]!;
      const version = versions.get(stream) ?? 0;
      await store.append(stream, version, [{ id: crypto.randomUUID(), type: 'Said', data: { v: 2, i } }]);
      versions.set(stream, version + 1);
    }
  };
  const start = async (faults: FaultPoints = new NoFaults(), pace = {}): Promise<EventFeed> => {
    const feed = new EventFeed(store, documents, new SetClock(), { pace: { retry: { firstMs: 5, longestMs: 5 }, ...pace } });
    feeds.push(feed);
    await feed.start([new RelayReader(kafka, faults)]);
    return feed;
  };
  const caughtUp = async (feed: EventFeed): Promise<boolean> => feed.caughtUp(await store.end(), 2_000);
  const published = (): Message[] => kafka.messages(FLOOR_EVENTS);
  const logged = async (): Promise<string[]> => (await store.readAll('', 1_000)).map(({ id }) => id);

  it('publishes every event of every category, each stream in order', async () => {
    await append(40);
    await caughtUp(await start());
    expect(published().map(idOf).sort()).toEqual((await logged()).sort());
    for (const stream of STREAMS) {
      const own = published().filter((message) => header(message, 'stream') === stream);
      expect(own.map((message) => header(message, 'version'))).toEqual(Array.from({ length: 10 }, (_, i) => String(i + 1)));
    }
  });

  it('tells of an event as the contract with others has it', async () => {
    await append(1);
    await caughtUp(await start());
    const [event] = await store.readAll('', 1);
    const [message] = published();
    expect(Buffer.from(message!.key!).toString()).toBe('register-a');
    expect(['content-type', 'position', 'stream', 'version'].map((name) => header(message!, name))).toEqual([
      'application/cloudevents+json',
      event!.position,
      'register-a',
      '1',
    ]);
    expect(JSON.parse(Buffer.from(message!.value!).toString())).toEqual({
      specversion: '1.0',
      id: event!.id,
      source: '/floor-targets/log',
      type: 'uk.floor-targets.Said.v2',
      subject: 'register-a',
      time: event!.recordedAt,
      datacontenttype: 'application/json',
      data: { v: 2, i: 0 },
    });
  });

  it('goes on after a restart where it left off, and says nothing twice', async () => {
    await append(20);
    const first = await start();
    await caughtUp(first);
    await first.stop();
    await append(20);
    await caughtUp(await start());
    expect(published().map(idOf).sort()).toEqual((await logged()).sort());
  });

  it('waits while Kafka is away, leaves nothing out, and sets nothing aside', async () => {
    await append(5);
    kafka.fault = new KafkaFault('No broker answers.');
    const feed = await start();
    expect(await feed.caughtUp(await store.end(), 50)).toBe(false);
    expect(await feed.lags()).toMatchObject([{ state: 'failing', fault: expect.stringContaining('No broker answers'), parked: 0 }]);
    kafka.fault = undefined;
    expect(await caughtUp(feed)).toBe(true);
    expect(published().map(idOf).sort()).toEqual((await logged()).sort());
    expect(await feed.lags()).toMatchObject([{ parked: 0, events: 0 }]);
  });

  it('publishes again, under the same ids, only what a crash came upon before its checkpoint', async () => {
    await append(30);
    let crashes = 1;
    const crash = { hit: () => void (crashes-- > 0 && fail()) };
    const fail = (): never => {
      throw Object.assign(new Error('crash'), { code: 'ECRASH' });
    };
    await caughtUp(await start(crash, { batchMax: 10 }));
    const ids = published().map(idOf);
    expect(new Set(ids)).toEqual(new Set(await logged()));
    expect(ids).toHaveLength(40); // The first batch of ten came twice.
  });

  it('sets the stream aside whose event is larger than the topic takes, and goes on with the others', async () => {
    await append(12);
    const publish = kafka.publish.bind(kafka);
    kafka.publish = async (topic, messages) => {
      if (messages.some(({ key }) => key === 'register-b')) throw new MessageTooLarge(topic);
      await publish(topic, messages);
    };
    const feed = await start();
    expect(await caughtUp(feed)).toBe(true);
    expect(new Set(published().map((message) => header(message, 'stream')))).toEqual(
      new Set(STREAMS.filter((stream) => stream !== 'register-b')),
    );
    expect(await feed.lags()).toMatchObject([{ parked: 1 }]);
  });
});
