import { randomBytes, randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { ProtocolServer } from '../../../../test/servers/eventstoredb/protocol-server.js';
import { BEGINNING, EVENT_BYTES_MAX } from '../../src/event-store.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

jest.setTimeout(60_000); // Thousands of calls, to a server that may be another's or share these cores.

const event = (data: object = { v: 1 }) => ({ id: randomUUID(), type: 'FiguresRecorded', data });

let server: ProtocolServer;
let client: EventStoreDBClient;
let namespace: string;
let store: EventStoreDbEventStore;
const another = (): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open(server.url, namespace);
beforeAll(async () => {
  server = await new ProtocolServer().start();
  client = EventStoreDBClient.connectionString(server.url);
});
beforeEach(async () => {
  namespace = `t${randomBytes(8).toString('hex')}`;
  store = await another();
});
afterEach(() => store.close());
afterAll(async () => {
  await client.dispose();
  await server.stop();
});

describe('EventStoreDbEventStore', () => {
  it('refuses a namespace and an id that are none, a number that JSON cannot say, and a position of another log', async () => {
    await expect(EventStoreDbEventStore.open(server.url, 'a.b')).rejects.toThrow('"a.b" is no namespace');
    await expect(store.append('register-a', 0, [{ ...event(), id: '1' }])).rejects.toThrow('not a UUID');
    for (const value of [NaN, Infinity])
      await expect(store.append('register-a', 0, [event({ cells: [{ value: [1, null, value] }] })])).rejects.toThrow('not JSON');
    await expect(store.readAll('000000000001', 10)).rejects.toThrow('"000000000001" is not a position of this log.');
    expect(await store.readAll(BEGINNING, 10)).toEqual([]);
  });

  it('keeps what it was given as JSON under the namespace, where other clients find it', async () => {
    const one = event({ v: 1, place: 'Ynys Môn' });
    await store.append('register-a', 0, [one]);
    for await (const { event: it } of client.readStream(`${namespace}.register-a`))
      expect(it).toMatchObject({ id: one.id, type: one.type, data: one.data, isJson: true });
  });

  it('leaves alone what others keep in the same server', async () => {
    await client.appendToStream(`${namespace}x.register-a`, jsonEvent({ type: 'Other', data: {} }));
    await client.appendToStream(`${namespace}`, jsonEvent({ type: 'Other', data: {} }));
    await store.append('register-a', 0, [event()]);
    expect(await store.readAll(BEGINNING, 10)).toHaveLength(1);
    expect([await store.countAfter(BEGINNING), await store.streams('')]).toEqual([1, ['register-a']]);
  });

  it('appends to one stream in the order given, and says what stands when nothing is given', async () => {
    const appended = await store.appendMany([0, 1, 2].map((expected) => ({ stream: 'register-a', expected, events: [event()] })));
    expect(appended.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(await store.append('register-a', 3, [])).toEqual(appended[2]);
    await expect(store.append('register-a', 2, [])).rejects.toMatchObject({ name: 'WrongVersion', actual: 3 });
  });

  it('asks for more at once than a server takes on one connection', async () => {
    await store.append('register-a', 0, [event()]);
    const streams = Array.from({ length: 100 }, () => 'register-a');
    const answers = await Promise.all(Array.from({ length: 8 }, () => store.versions(streams)));
    expect(answers.flat()).toEqual(Array.from({ length: 800 }, () => 1));
  });

  it('reads pages of the largest events', async () => {
    const large = event({ text: 'x'.repeat(EVENT_BYTES_MAX - 11) });
    for (let n = 0; n < 60; n++) await store.append(`register-${n}`, 0, [{ ...large, id: randomUUID() }]);
    const page = await store.readAll(BEGINNING, 1000);
    expect(page).toHaveLength(60);
    expect(page.every(({ data }) => (data as { text: string }).text.length === EVENT_BYTES_MAX - 11)).toBe(true);
  });

  it('finds what comes after it searched in vain, by whomever, and from wherever it is asked again', async () => {
    const other = await another();
    const breaches = (after: string): Promise<string[]> =>
      store.readAll(after, 10, ['breach']).then((all) => all.map(({ stream }) => stream));
    await other.append('breach-a', 0, [event()]);
    const first = await store.end();
    for (let n = 0; n < 4; n++) {
      await other.append('register-a', n, [event()]);
      await store.readAll(BEGINNING, 10);
      expect(await breaches(first)).toEqual([]);
    }
    const middle = await store.end();
    await other.append('breach-b', 0, [event()]);
    await other.append('register-a', 4, [event()]);
    expect([await breaches(first), await breaches(middle), await breaches(BEGINNING)]).toEqual([
      ['breach-b'],
      ['breach-b'],
      ['breach-a', 'breach-b'],
    ]);
    expect(await breaches(await store.end())).toEqual([]);
    await other.close();
  });
});

describe('the names of streams in an EventStoreDB', () => {
  /** What a writer leaves behind that is killed before its streams have begun. */
  const leaveNames = async (...names: string[]): Promise<void> => {
    const begun: number[] = [];
    await client.appendToStream(`${namespace}:names-register`, jsonEvent({ type: 'StreamsNamed', data: { names, begun } }));
  };
  const vouched = async (): Promise<number[]> => {
    const all: number[] = [];
    for await (const { event: it } of client.readStream(`${namespace}:names-register`))
      all.push(...(it!.data as unknown as { begun: number[] }).begun);
    return all;
  };

  it('are of streams that have begun, whatever a crash left', async () => {
    await leaveNames('register-a', 'register-b');
    await store.append('register-c', 0, [event()]);
    expect(await store.streams('register-')).toEqual(['register-c']);
    const other = await another();
    await other.append('register-b', 0, [event()]);
    expect(await store.streams('register-')).toEqual(['register-b', 'register-c']);
    expect(await other.streams('register-')).toEqual(['register-b', 'register-c']);
    await other.close();
  });

  it('are vouched for, by the writer or by who looked, so that the next one need not look', async () => {
    await store.appendMany([1, 2, 3].map((n) => ({ stream: `register-${n}`, expected: 0, events: [event()] })));
    expect(await vouched()).toEqual([]);
    const other = await another();
    expect(await other.streams('register-')).toHaveLength(3);
    await other.close();
    expect(await vouched()).toEqual([1]);
    await store.append('register-4', 0, [event()]);
    await store.close();
    expect(await vouched()).toEqual([1, 1, 3]);
    store = await another();
    expect(await store.streams('register-')).toHaveLength(4);
  });

  it('are all there when many writers begin many at once', async () => {
    const others = await Promise.all([another(), another()]);
    const begin = (writer: EventStoreDbEventStore, w: number, count: number) =>
      writer.appendMany(Array.from({ length: count }, (_, n) => ({ stream: `register-${w}-${n}`, expected: 0, events: [event()] })));
    await Promise.all([begin(store, 0, 1_050), begin(others[0]!, 1, 100), begin(others[1]!, 2, 100)]); // More names than one event holds.
    expect(await store.streams('register-')).toHaveLength(1_250);
    expect(await store.streams('register-0-104')).toEqual([
      'register-0-104',
      ...Array.from({ length: 10 }, (_, n) => `register-0-104${n}`),
    ]);
    await Promise.all(others.map((one) => one.close()));
  });
});
