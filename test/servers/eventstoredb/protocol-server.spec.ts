import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AllStreamResolvedEvent,
  EventStoreDBClient,
  jsonEvent,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { ProtocolServer } from './protocol-server.js';

const event = (n: number) => jsonEvent({ id: randomUUID(), type: 'Counted', data: { n } });
const gather = async <T>(stream: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
};
const numbers = async (stream: AsyncIterable<{ event?: { data?: unknown } }>): Promise<unknown[]> =>
  (await gather(stream)).map(({ event: it }) => (it!.data as { n: number }).n);

describe.each([
  ['in batches', {}],
  ['one by one', { refusesBatches: true }],
])('the protocol server, spoken to by the client as it is, with appends %s', (_, oddities) => {
  let server: ProtocolServer;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    server = await new ProtocolServer(oddities).start();
    client = EventStoreDBClient.connectionString(server.url);
  });
  afterEach(async () => {
    await client.dispose();
    await server.stop();
  });

  it('takes events and gives them back, both ways and from a revision', async () => {
    const appended = await client.appendToStream('a-1', [event(0), event(1), event(2)], { expectedRevision: 'no_stream' });
    expect(appended).toMatchObject({ success: true, nextExpectedRevision: 2n });
    expect(await numbers(client.readStream('a-1'))).toEqual([0, 1, 2]);
    expect(await numbers(client.readStream('a-1', { fromRevision: 1n, maxCount: 1 }))).toEqual([1]);
    expect(await numbers(client.readStream('a-1', { direction: 'backwards', fromRevision: 'end', maxCount: 2 }))).toEqual([2, 1]);
    const last = (await gather(client.readAll())).at(-1)!;
    expect(last.event!.position).toEqual(appended.position);
    expect(Math.abs(Date.now() - last.event!.created.getTime())).toBeLessThan(5000);
  });

  it('says that a stream is not there', async () => {
    await expect(gather(client.readStream('none'))).rejects.toThrow('none');
  });

  it('refuses an append that expects another revision, and takes a repeat for done', async () => {
    const first = [event(0)];
    await client.appendToStream('a-1', first, { expectedRevision: 'no_stream' });
    const conflict = await client.appendToStream('a-1', [event(1)], { expectedRevision: 4n }).catch((error: unknown) => error);
    expect(conflict).toBeInstanceOf(WrongExpectedVersionError);
    expect(conflict).toMatchObject({ actualVersion: 0n, expectedVersion: 4n });
    expect(await client.appendToStream('a-1', first, { expectedRevision: 'no_stream' })).toMatchObject({ nextExpectedRevision: 0n });
    expect(await numbers(client.readAll())).toEqual([0]);
  });

  it('refuses more than a megabyte', async () => {
    const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(1024 * 1024) } });
    await expect(client.appendToStream('a-1', large)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
  });

  it('gives a subscriber what a filter lets through, from a place on and as it comes', async () => {
    const { position } = await client.appendToStream('a-1', event(0));
    await client.appendToStream('b-1', event(1));
    await client.appendToStream('a-2', event(2));
    const filter = streamNameFilter({ regex: '^a-' });
    const [heard, live] = [[], []] as [number[], number[]];
    const hear = (into: number[]) => (it: AllStreamResolvedEvent) => into.push((it.event!.data as unknown as { n: number }).n);
    const both = [
      client.subscribeToAll({ fromPosition: position!, filter }).on('data', hear(heard)),
      client.subscribeToAll({ fromPosition: 'end', filter }).on('data', hear(live)),
    ];
    await Promise.all(both.map((one) => new Promise((confirmed) => one.once('confirmation', confirmed))));
    await client.appendToStream('b-2', event(3));
    await client.appendToStream('a-1', event(4));
    for (let turn = 0; turn < 500 && (heard.length < 2 || live.length < 1); turn++) await sleep(5);
    expect([heard, live]).toEqual([[2, 4], [4]]);
  });
});

it('ends a subscription that it drops', async () => {
  const server = await new ProtocolServer().start();
  const client = EventStoreDBClient.connectionString(server.url);
  const subscription = client.subscribeToAll({ fromPosition: 'end' });
  await new Promise((confirmed) => subscription.once('confirmation', confirmed));
  const dropped = new Promise((fails) => subscription.once('error', fails));
  server.dropSubscribers();
  expect(String(await dropped)).toContain('too slow');
  await client.dispose();
  await server.stop();
});
