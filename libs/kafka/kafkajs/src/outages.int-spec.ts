import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { type ConsumerState, KafkaFault } from '#libs/kafka';
import { KafkaServer } from '../../../../test/servers/kafka/kafka-server.ts';
import { Taker } from '../../src/testing/taker.js';
import type { KafkaJsKafka } from './kafkajs-kafka.js';
import { clientFor, ownPrefix } from './testing/clients.js';

const KEYS = 12;

/** Publishes again until it was taken, as whoever publishes does; gives how often it was not. */
async function untilTaken(publish: () => Promise<void>): Promise<number> {
  for (let faults = 0; ; faults++) {
    try {
      await publish();
      return faults;
    } catch (error) {
      expect(error).toBeInstanceOf(KafkaFault);
      await setTimeout(200);
    }
  }
}

/** Publishes what comes next of each key, again until it was taken; `count` of each. */
async function publishAll(publish: (key: string, n: number) => Promise<void>, count: number): Promise<number> {
  let faults = 0;
  const ofKey = async (key: string): Promise<void> => {
    for (let n = 0; n < count; n++) faults += await untilTaken(() => publish(key, n));
  };
  await Promise.all(Array.from({ length: KEYS }, (_, i) => ofKey(`k${i}`)));
  return faults;
}

/** The first appearance of each number of a key, in the order in which they came. */
function firstsOf(taker: Taker, key: string): number[] {
  const own = taker.values.filter((value) => value.startsWith(`${key} `));
  return [...new Set(own)].map((value) => Number(value.split(' ')[1]));
}

describe('when the broker goes away', () => {
  const server = new KafkaServer();
  afterEach(() => server.remove());

  it.each(['kill', 'stop'] as const)(
    'by %s, and comes again: nothing is lost, and each key stays in order',
    async (end) => {
      await server.start();
      const kafka = clientFor([server.brokers], {}, { heartbeatMs: 500, sessionMs: 6_500 });
      const taker = new Taker();
      const consuming = await kafka.consume(taker.of('g', 't'));
      const seen: ConsumerState[] = [];
      const watch = setInterval(() => seen.push(consuming.state()), 100);
      const publishing = publishAll((key, n) => kafka.publish('t', [{ key, value: `${key} ${n}`, headers: {} }]), 150);
      await taker.has(KEYS * 20);
      await server[end]();
      await setTimeout(4_000);
      await server.start();
      await publishing;
      await taker.has(KEYS * 150, 60_000);
      for (let i = 0; i < KEYS; i++) expect(firstsOf(taker, `k${i}`)).toEqual(Array.from({ length: 150 }, (_, n) => n));
      expect(new Set(taker.values).size).toBe(KEYS * 150);
      clearInterval(watch);
      await expect(kafka.ping()).resolves.toBeUndefined();
      expect(consuming.state()).toMatchObject({ running: true, fault: null });
      expect(seen.some(({ running, fault }) => !running && fault !== null)).toBe(true);
      await kafka.close();
    },
    150_000,
  );

  it('for its answers only: a publish is a fault, stopping does not wait, and after that nothing is lost', async () => {
    await server.start();
    const prefix = ownPrefix();
    const kafka = clientFor([server.brokers], { prefix }, { heartbeatMs: 500, sessionMs: 6_500 });
    const taker = new Taker();
    await kafka.consume(taker.of('g', 't'));
    const publish = (client: KafkaJsKafka, value: string): Promise<void> => client.publish('t', [{ key: 'a', value, headers: {} }]);
    await publish(kafka, '1');
    await taker.has(1);
    await setTimeout(500); // Its offset is committed.
    server.freeze();
    await expect(publish(kafka, '2')).rejects.toThrow(/did not answer in time/);
    void publish(kafka, '3').catch(() => undefined); // On its way while the client is closed.
    const since = Date.now();
    await kafka.close();
    expect(Date.now() - since).toBeLessThan(9_000);
    server.thaw();
    const next = clientFor([server.brokers], { prefix });
    await untilTaken(() => publish(next, '2'));
    const again = new Taker();
    await next.consume(again.of('g', 't'));
    for (let i = 0; i < 600 && !again.values.includes('2'); i++) await setTimeout(50);
    expect(again.values).toContain('2');
    expect(again.values).not.toContain('1');
    await next.close();
  }, 120_000);

  it('stopping does not wait for it', async () => {
    await server.start();
    const kafka = clientFor([server.brokers]);
    const taker = new Taker();
    await kafka.publish('t', [{ key: 'a', value: '1', headers: {} }]);
    await kafka.consume(taker.of('g', 't'));
    await taker.has(1);
    await server.kill();
    const since = Date.now();
    await kafka.close();
    expect(Date.now() - since).toBeLessThan(8_000);
  }, 60_000);
});

describe('where nobody answers', () => {
  it('says so within ten seconds', async () => {
    const kafka = clientFor(['127.0.0.1:1']);
    const since = Date.now();
    await expect(kafka.ping()).rejects.toThrow(
      /^Kafka at 127.0.0.1:1 could not be spoken to: nobody listens there \(connection refused\)\.$/,
    );
    expect(Date.now() - since).toBeLessThan(10_000);
    await kafka.close();
  });

  it('says so within ten seconds where somebody listens and is silent', async () => {
    const silent: Server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const kafka = clientFor([`127.0.0.1:${(silent.address() as { port: number }).port}`]);
    const since = Date.now();
    await expect(kafka.ping()).rejects.toThrow(/did not answer in time/);
    expect(Date.now() - since).toBeLessThan(10_000);
    await kafka.close();
    silent.close();
  }, 30_000);

  it('names the file of the authority that cannot be read', async () => {
    const kafka = clientFor(['127.0.0.1:1'], { tls: true, caFile: './no-such.pem' });
    await expect(kafka.ping()).rejects.toThrow(/certificate authority cannot be read: ENOENT/);
    await kafka.close();
  });
});
