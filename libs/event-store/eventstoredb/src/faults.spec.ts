import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { isStoreFault } from '#libs/event-feed';
import { random as numbersOf } from '../../../../test/house/shuffle.js';
import { ProtocolServer } from '../../../../test/servers/eventstoredb/protocol-server.js';
import { TcpProxy } from '../../../../test/servers/proxy/tcp-proxy.js';
import { BEGINNING, type StoredEvent } from '../../src/event-store.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import type { Patience } from './patience.js';

jest.setTimeout(60_000); // Thousands of calls, to a server that may be another's or share these cores.

/** Another one each run, shown in the name of the test; a seed that failed becomes a test of its own. */
const SEED = Date.now() % 1_000_000;
const event = (n = 0) => ({ id: randomUUID(), type: 'FiguresRecorded', data: { v: 1, n } });

let server: ProtocolServer;
let proxy: TcpProxy;
let store: EventStoreDbEventStore;
async function begin(oddities: ConstructorParameters<typeof ProtocolServer>[0] = {}, patience: Partial<Patience> = {}): Promise<void> {
  server = await new ProtocolServer(oddities).start();
  proxy = await TcpProxy.to({ host: '127.0.0.1', port: Number(new URL(server.url.replace('esdb:', 'http:')).port) });
  store = await EventStoreDbEventStore.open(`esdb://127.0.0.1:${proxy.port}?tls=false`, 'faults', patience);
}
afterEach(async () => {
  proxy.normal();
  await store.close();
  await proxy.close();
  await server.stop();
});

async function wholeLog(): Promise<StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let page = await store.readAll(BEGINNING, 400); page.length > 0; page = await store.readAll(all.at(-1)!.position, 400))
    all.push(...page);
  return all;
}

/** Appends 500 events to 50 streams, eight streams at once, while `disturb` goes on; gives what was acknowledged. */
async function appendAmid(disturb: (isOver: () => boolean) => Promise<void>): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>();
  let isOver = false;
  const disturbing = disturb(() => isOver);
  const streams = Array.from({ length: 50 }, (_, n) => `register-${n}`);
  const write = async (): Promise<void> => {
    for (let stream = streams.pop(); stream; stream = streams.pop()) {
      for (let version = 0; version < 10; version++) {
        const one = event(version);
        const { position } = await store.append(stream, version, [one]);
        acknowledged.set(one.id, position);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, write)).finally(() => (isOver = true));
  await disturbing;
  return acknowledged;
}

/** Nothing lost, nothing twice, and every answer true. */
async function expectEachOnce(acknowledged: Map<string, string>): Promise<void> {
  const log = await wholeLog();
  expect(acknowledged.size).toBe(500);
  expect(log.map(({ id, position }) => `${id} ${position}`).sort()).toEqual([...acknowledged].map((pair) => pair.join(' ')).sort());
}

type Disturb = (random: () => number, isOver: () => boolean) => Promise<void>;
const cut: Disturb = async (random, isOver) => {
  while (!isOver()) {
    await sleep(100 + random() * 250);
    proxy.cut();
    await sleep(random() * 60);
    proxy.restore();
  }
};
const stalled: Disturb = async (random, isOver) => {
  while (!isOver()) {
    await sleep(100 + random() * 250);
    proxy.stall();
    await sleep(random() * 500); // Longer than an attempt may take, now and then.
    proxy.normal();
  }
};
const slow: Disturb = async (random) => proxy.slow(1 + random() * 5);

describe('EventStoreDbEventStore', () => {
  it.each([
    ['cut again and again', cut, 'first'],
    ['cut again and again, to a server that forgets', cut, 'conflict'],
    ['stalled again and again', stalled, 'first'],
    ['slow', slow, 'first'],
  ] as const)(
    `writes each event once over a connection that is %s (seed ${SEED})`,
    async (_, disturb, repeats) => {
      await begin({ repeats }, { attemptMs: 300, searchMs: 2_000 });
      const random = numbersOf(SEED);
      const acknowledged = await appendAmid((isOver) => disturb(random, isOver));
      proxy.normal();
      await expectEachOnce(acknowledged);
    },
    60_000,
  );
});

describe('EventStoreDbEventStore', () => {
  it.each(['first', 'conflict', 'end'] as const)(
    'answers as if nothing had happened when an answer was lost and the repeat is told the %s',
    async (repeats) => {
      await begin({ repeats });
      const first = await store.append('register-a', 0, [event(), event()]);
      await store.append('register-b', 0, [event()]);
      const lost = [event(), event()];
      server.loseAnswers(1);
      const appended = await store.append('register-a', 2, lost);
      await store.append('register-b', 1, [event()]);
      expect(await store.append('register-a', 2, lost)).toEqual(appended);
      const afterARestart = await EventStoreDbEventStore.open(server.url, 'faults');
      expect(await afterARestart.append('register-a', 2, lost)).toEqual(appended);
      await afterARestart.close();
      const slice = await store.read({ stream: 'register-a' });
      expect(appended).toEqual({ version: 4, position: slice.at(-1)!.position });
      expect(first.position).toBe(slice[1]!.position);
      expect(slice).toHaveLength(4);
    },
  );

  it.each([1, 2])('does not wait long for %i answers that never come, and loses nothing by it', async (lost) => {
    await begin({}, { attemptMs: 400 });
    const before = await store.append('register-a', 0, [event()]);
    server.loseAnswers(lost, 'silently');
    const begun = performance.now();
    const many = await store.appendMany([1, 2, 3, 4, 5].map((n) => ({ stream: `breach-${n}`, expected: 0, events: [event()] })));
    await store.append('register-a', before.version, [event()]);
    expect(performance.now() - begun).toBeLessThan(2_500);
    const log = await wholeLog();
    expect(log.map(({ position }) => position)).toEqual(expect.arrayContaining(many.map(({ position }) => position)));
    expect(log).toHaveLength(7);
  });

  it('reports a conflict, and no success, when another took the place while the answer was lost', async () => {
    await begin();
    await store.append('register-a', 0, [event()]);
    const theirs = await EventStoreDbEventStore.open(server.url, 'faults');
    proxy.cut();
    const mine = store.append('register-a', 1, [event()]).catch((fault: unknown) => fault);
    await theirs.append('register-a', 1, [event()]);
    proxy.restore();
    expect(await mine).toMatchObject({ name: 'WrongVersion', stream: 'register-a', expected: 1, actual: 2 });
    await theirs.close();
  });

  it('reads for as long as something comes, however slowly', async () => {
    await begin({}, { attemptMs: 500, totalMs: 100 });
    const text = 'x'.repeat(50_000);
    for (let n = 0; n < 10; n++)
      await store.append(
        'register-a',
        n * 8,
        Array.from({ length: 8 }, () => ({ ...event(), data: { text } })),
      );
    proxy.slow(10);
    const begun = performance.now();
    expect(await store.read({ stream: 'register-a' })).toHaveLength(80);
    expect(performance.now() - begun).toBeGreaterThan(700); // More than a server may be silent.
  });

  it.each(['cut', 'stall'] as const)('gives up on a connection that stays %s, with a fault that may pass', async (spoil) => {
    await begin({}, { attemptMs: 200, searchMs: 200, totalMs: 500 });
    await store.append('register-a', 0, [event()]);
    proxy[spoil]();
    const calls = [
      store.append('register-a', 1, [event()]),
      store.read({ stream: 'register-a' }),
      store.readMany([{ stream: 'register-a' }]),
      store.versions(['register-a']),
      store.readAll(BEGINNING, 10),
      store.end(),
      store.countAfter(BEGINNING),
      store.streams('register-'),
    ];
    const begun = performance.now();
    for (const { status, reason } of (await Promise.allSettled(calls)) as PromiseRejectedResult[]) {
      expect(status).toBe('rejected');
      expect(isStoreFault(reason)).toBe(true);
    }
    expect(performance.now() - begun).toBeLessThan(3000);
    proxy.normal();
    await sleep(200); // The connection finds its way back by itself.
    expect(await store.versions(['register-a'])).toEqual([expect.any(Number)]);
  });
});

describe('a server that cannot be connected to any more', () => {
  it('is not waited for as one is that searches its log', async () => {
    await begin({}, { attemptMs: 300, searchMs: 60_000, totalMs: 600 });
    await store.append('register-a', 0, [event()]);
    proxy.cut();
    proxy.stall(); // New connections are taken, and nobody says a word.
    const begun = performance.now();
    for (const ask of [() => store.end(), () => store.readAll(BEGINNING, 10), () => store.countAfter(BEGINNING)])
      await expect(ask()).rejects.toThrow();
    expect(performance.now() - begun).toBeLessThan(6_000);
    proxy.normal();
    expect(await store.readAll(BEGINNING, 10)).toHaveLength(1);
  });
});

describe('closing an EventStoreDB', () => {
  it.each(['cut', 'stall'] as const)('does not wait for a connection that is %s, and ends what is under way', async (spoil) => {
    await begin();
    for (const category of ['register', 'submission', 'breach']) await store.append(`${category}-a`, 0, [event()]);
    proxy[spoil]();
    const underWay = store.read({ stream: 'register-a' }).catch((fault: unknown) => fault);
    const begun = performance.now();
    await store.close();
    expect(String(await underWay)).toContain('The event store is closed.');
    expect(performance.now() - begun).toBeLessThan(6_000);
  });
});

describe('listening to an EventStoreDB', () => {
  const heard = (): Promise<void> => new Promise((hear) => store.listen(hear));
  const within = (news: Promise<void>, ms: number): Promise<unknown> =>
    Promise.race([news.then(() => 'heard'), sleep(ms, 'silence', { ref: false })]);

  it('goes on when the server drops the subscription', async () => {
    await begin({}, { tickMs: 60_000 });
    await within(heard(), 2_000); // The subscription stands.
    const other = await EventStoreDbEventStore.open(server.url, 'faults');
    for (const n of [0, 1]) {
      server.dropSubscribers();
      await sleep(600); // Time to subscribe again.
      const news = heard();
      await other.append(`register-${n}`, 0, [event()]);
      expect(await within(news, 2_000)).toBe('heard');
    }
    await other.close();
  });

  it('goes on when the connection was cut', async () => {
    await begin({}, { tickMs: 60_000 });
    await within(heard(), 2_000);
    const other = await EventStoreDbEventStore.open(server.url, 'faults');
    proxy.cut();
    await sleep(300);
    const news = heard(); // What was appended meanwhile is news too, as soon as the subscription stands again.
    await other.append('register-a', 0, [event()]);
    proxy.restore();
    expect(await within(news, 4_000)).toBe('heard');
    await other.close();
  });

  it('calls within a second, whatever the connection does', async () => {
    await begin();
    await within(heard(), 2_000);
    proxy.stall();
    await sleep(100);
    expect(await within(heard(), 1_000)).toBe('heard');
  });
});
