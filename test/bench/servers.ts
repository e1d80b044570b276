import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { EventStoreDbEventStore } from '#libs/event-store/eventstoredb';
import { type HouseClient } from '../house/client.ts';
import { TestHouse } from '../house/house.ts';
import { type AppName, type Servers, ServersHouse } from '../house/servers-house.ts';
import { Containers } from '../servers/containers.ts';
import { find, type Found, type Kind, KINDS } from '../servers/find-servers.ts';
import { scratch } from './bench-house.ts';
import { bareConsume, bareProduce, counted, produce } from './bare-kafka.ts';
import { type Line, ms, say, thousands } from './report.ts';
import { defineCounts, messagesOf, ndjsonOf } from './counts.ts';

/** Enough for the rate to settle, few enough for one run of everything. */
const OBSERVATIONS = 300_000;
const A_MESSAGE = 100;
const SINGLE = 20_000;
/** How many events the log is lengthened by for the relay, so that its beginning counts for little. */
const EVENTS_MORE = 20_000;
const LONG_MS = 600_000;

/** From Kafka into the read model, the relay, and a rebuild, each beside the embedded house and beside a bare client, where servers are at hand. */
export async function servers(): Promise<Line[]> {
  const containers = await Containers.atHand();
  const all = await Promise.all((Object.keys(KINDS) as Kind[]).map((kind) => find(kind, containers)));
  const found = all.filter((one): one is Found => !('why' in one));
  try {
    for (const one of all) say('why' in one ? `${one.kind}: ${one.why}; the lines of servers are left out.` : `${one.kind}: ${one.how}`);
    if (found.length < all.length) return [];
    const [eventStoreDb, kafka, mongoDb] = (['eventstoredb', 'kafka', 'mongodb'] as const).map(
      (kind) => found.find((f) => f.kind === kind)!.address,
    );
    return await measured({ eventStoreDb: eventStoreDb!, kafka: kafka!, mongoDb: mongoDb! });
  } finally {
    await Promise.all(found.map((one) => one.stop()));
  }
}

async function measured(at: Servers): Promise<Line[]> {
  const embedded = await onEmbedded();
  const house = await new ServersHouse(at).start();
  try {
    await defineCounts(house);
    await house.caughtUp(LONG_MS);
    const kafka = await fromKafka(house, at, A_MESSAGE, OBSERVATIONS);
    const insert = await bareInsertMany(at.mongoDb, house.namespace);
    const rebuilt = await rebuild(house, () => Promise.all((['reporting', 'assessment'] as const).map((app) => begin(house, app))));
    const relay = await relayed(house, at);
    const single = await fromKafka(house, at, 1, SINGLE);
    return linesOf({ embedded, kafka, insert, rebuilt, relay, single });
  } finally {
    await house.remove();
  }
}

interface Rate {
  readonly ours: number;
  readonly bare: number;
}
interface Measures {
  readonly embedded: { readonly pushed: number; readonly rebuilt: number };
  readonly kafka: Rate;
  readonly insert: number;
  readonly rebuilt: number;
  readonly relay: Rate;
  readonly single: Rate;
}

function linesOf({ embedded, kafka, insert, rebuilt, relay, single }: Measures): Line[] {
  const half = (rate: number, bare: number) => ({ goal: 'ratio at least 0.50', reached: rate / bare >= 0.5 });
  const beside = (rate: number, name: string, bare: number): string => `${name} ${thousands(bare)}/s: ratio ${(rate / bare).toFixed(2)}`;
  return [
    {
      what: `${thousands(OBSERVATIONS)} observations from Kafka into the read model, ${A_MESSAGE} a message`,
      figure: `${thousands(kafka.ours)} observations/s (embedded, as a file ${thousands(embedded.pushed)})`,
      beside: `${beside(kafka.ours, 'bare consumer', kafka.bare)}; ${beside(kafka.ours, 'bare insertMany of the pages', insert)}`,
      ...half(kafka.ours, Math.min(kafka.bare, insert)),
    },
    {
      what: 'rebuild of all read models from the event store',
      figure: `${thousands(rebuilt)} observations/s (embedded ${thousands(embedded.rebuilt)})`,
      beside: beside(rebuilt, 'bare insertMany of the pages', insert),
      ...half(rebuilt, insert),
    },
    {
      what: 'the relay, the log to Kafka',
      figure: `${thousands(relay.ours)} events/s`,
      beside: beside(relay.ours, 'bare producer of the same bytes', relay.bare),
      ...half(relay.ours, relay.bare),
    },
    {
      what: `${thousands(SINGLE)} observations from Kafka, one a message`,
      figure: `${thousands(single.ours)} observations/s`,
      beside: beside(single.ours, 'bare consumer', single.bare),
      goal: 'none',
      reached: null,
    },
  ];
}

/** The same observations as one file into the embedded house, and its rebuild. */
async function onEmbedded(): Promise<Measures['embedded']> {
  const house = await new TestHouse(join(scratch, 'beside')).start();
  try {
    await defineCounts(house);
    await house.caughtUp();
    const file = Buffer.from(ndjsonOf(OBSERVATIONS));
    const pushed = await rateOf(OBSERVATIONS, async () => {
      await house.push({ feed: 'observations', file, name: 'counts.ndjson', released: '2026-01-15' });
      await house.caughtUp(LONG_MS);
    });
    return { pushed, rebuilt: await rebuild(house, () => house.rebuildAll()) };
  } finally {
    await house.remove();
  }
}

/**
 * The topic is filled while nobody takes from it; then the time from when intake answers, and begins to join its group, to
 * all of it in the read model. The bare consumer's time begins with its first message.
 */
async function fromKafka(house: ServersHouse, at: Servers, size: number, count: number): Promise<Rate> {
  const [intake] = house.living('intake');
  await intake!.kill('SIGTERM');
  const topic = `${house.namespace}.indicator-observations`;
  const before = await counted(at.kafka, topic);
  const messages = messagesOf(count, size);
  await produce(at.kafka, topic, messages);
  const bareMs = await bareConsume(at.kafka, topic, before, messages.length);
  await house.add('intake');
  const ours = await rateOf(count, () => shown(house, size, count));
  say(`Kafka, ${size} a message: ${thousands(ours)} observations/s; bare consumer ${ms(bareMs)}`);
  return { ours, bare: count / (bareMs / 1000) };
}

/** Until the last observation of every area can be seen, and nothing is left to read. */
async function shown(house: HouseClient, size: number, count: number): Promise<void> {
  const [last] = messagesOf(count, size).slice(-1);
  const { indicator, area, period, value } = last!.data.at(-1)!;
  for (const until = Date.now() + LONG_MS; Date.now() < until; await sleep(house.lookMs)) {
    const { status, body } = await house.request('GET', `/v1/series/${indicator}/${area}`);
    if (status === 200 && body.observations.some((o: { period: string; value: number }) => o.period === period && o.value === value)) break;
  }
  await house.caughtUp(LONG_MS);
}

/** Observations a second of a rebuild of all readers; how many there are is known. */
async function rebuild(house: HouseClient, beginIt: () => Promise<unknown>): Promise<number> {
  return rateOf(OBSERVATIONS, async () => {
    await beginIt();
    await sleep(100);
    await house.caughtUp(LONG_MS);
  });
}

/** The pages that our reader wrote, inserted by the bare client, 240 at a time as the reader does. */
async function bareInsertMany(url: string, namespace: string): Promise<number> {
  const client = await new MongoClient(url).connect();
  try {
    const db = client.db(namespace);
    const pages = await db.collection('series').find().toArray();
    const bare = db.collection('bare-pages');
    const rate = await rateOf(OBSERVATIONS, async () => {
      for (let i = 0; i < pages.length; i += 240) await bare.insertMany(pages.slice(i, i + 240), { ordered: false });
    });
    await bare.drop();
    say(`bare insertMany of ${pages.length} pages: ${thousands(rate)} observations/s`);
    return rate;
  } finally {
    await client.close();
  }
}

/** A relay that begins again publishes the whole log, in which there are many events for it alone; then a bare producer sends the same bytes. */
async function relayed(house: ServersHouse, at: Servers): Promise<Rate> {
  const topic = `${house.namespace}.floor-events`;
  await lengthen(at.eventStoreDb, house.namespace);
  await house.caughtUp(LONG_MS);
  const events = await counted(at.kafka, topic);
  const started = performance.now();
  await begin(house, 'relay');
  while ((await counted(at.kafka, topic)) < 2 * events) await sleep(house.lookMs); // Told once, and once more.
  const ours = events / ((performance.now() - started) / 1000);
  const bareMs = await bareProduce(at.kafka, topic, events);
  return { ours, bare: events / (bareMs / 1000) };
}

/** Adds events that no reader but the relay reads, as large as those of registers. */
async function lengthen(url: string, namespace: string): Promise<void> {
  const store = await EventStoreDbEventStore.open(url, namespace);
  const data = { v: 1, text: 'x'.repeat(3_000) };
  const streams = Array.from({ length: EVENTS_MORE / 10 }, (_, n) => `bench-${n}`);
  const events = () => Array.from({ length: 10 }, () => ({ id: randomUUID(), type: 'BenchLengthened', data }));
  await store.appendMany(streams.map((stream) => ({ stream, expected: 0, events: events() })));
  await store.close();
}

/** Has the readers of an app begin again. */
async function begin(house: ServersHouse, app: AppName): Promise<void> {
  const headers = { authorization: `Bearer ${house.token}`, 'content-type': 'application/json' };
  const url = `${house.living(app)[0]!.url}/v1/projections`;
  const { items } = (await (await fetch(url, { headers })).json()) as { items: { name: string }[] };
  for (const { name } of items) {
    const { ok, status } = await fetch(`${url}/${name}/rebuild`, { method: 'POST', headers, body: '{}' });
    if (!ok) throw new Error(`The reader ${name} of ${app} did not begin again: ${status}`);
  }
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
}
