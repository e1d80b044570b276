import { setImmediate } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import type { Catalogue } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import type { Consuming } from '#libs/kafka';
import { FaultPoints } from '#libs/platform';
import { FakeKafka } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { claims, consume, GROUP, message, REFUSED, type Sent, submissions, TOPIC, values } from '../house/messages.ts';
import { Bodies, catalogueOf, logInMemory } from '../house/recorder.ts';
import { random, seedOfRun } from '../house/shuffle.ts';

const RUNS = 12;
const AREAS = ['E12000001', 'E12000002', 'E12000003', 'E12000004'];
const MONTHS = ['2019-11', '2019-12'];
const PARTITIONS = 2;
type Next = () => number;
const pick = <T>(from: readonly T[], next: Next): T => from[Math.floor(next() * from.length)]!;

/** Dies at any place, now and then. */
class DiesAnywhere extends FaultPoints {
  isOn = true;
  constructor(private readonly next: Next) {
    super();
  }
  override hit(name: string): void {
    if (this.isOn && this.next() < 0.05) throw new Error(`died at ${name}`);
  }
}

/** What is sent, and what must come of it: worked out without the code under test. */
class Expected {
  readonly good = new Set<string>();
  readonly bad = new Set<string>();
  private readonly standing = new Map<string, { released: string; value: number }>();
  private readonly offsets = new Map<number, number>();

  send(kafka: FakeKafka, next: Next): void {
    const at = Math.floor(next() * AREAS.length);
    const partition = at % PARTITIONS;
    const place = `${partition}@${this.offsets.get(partition) ?? 0}`;
    this.offsets.set(partition, (this.offsets.get(partition) ?? 0) + 1);
    if (next() < 0.1) {
      this.bad.add(place);
      return kafka.produce(TOPIC, { value: pick(['poison', ''], next), partition });
    }
    const released = pick(['2020-02-01', '2020-02-02'], next);
    const rows: Sent[] = MONTHS.filter(() => next() < 0.8).map((period) => ({ area: AREAS[at], period, value: Math.floor(next() * 5) }));
    if (rows.length === 0) rows.push({ area: AREAS[at], period: MONTHS[0], value: 0 });
    for (const { area, period, value } of rows) this.state(`${area} ${period}`, released, value as number);
    if (next() < 0.15) {
      rows.push({ area: 'E12999999', value: 1 });
      this.bad.add(place);
    }
    this.good.add(place);
    kafka.produce(TOPIC, { ...message(rows, { time: `${released}T09:00:00Z` }), partition });
  }

  values(): Record<string, number> {
    return Object.fromEntries([...this.standing].map(([key, { value }]) => [key, value]));
  }

  private state(key: string, released: string, value: number): void {
    if ((this.standing.get(key)?.released ?? '') <= released) this.standing.set(key, { released, value });
  }
}

describe('intake from Kafka under faults', () => {
  const seed = seedOfRun();
  const bodies = new Bodies();
  let catalogue: Catalogue;
  beforeAll(async () => (catalogue = await catalogueOf({})));
  afterAll(() => bodies.remove());

  async function run(next: Next): Promise<void> {
    const kafka = new FakeKafka({ partitions: PARTITIONS, pollMax: 1 + Math.floor(next() * 4) });
    const log = logInMemory();
    const faults = new DiesAnywhere(next);
    const expected = new Expected();
    const members: Consuming[] = [];
    const join = async (): Promise<void> => void members.push(await consume({ kafka, log, bodies, catalogue, faults }));
    await join();
    for (let step = 0; step < 60; step++) {
      const what = next();
      if (what < 0.7) expected.send(kafka, next);
      else if (what < 0.8) for (let turns = 0; turns < 20; turns++) await setImmediate();
      else if (what < 0.88) kafka.takeAway(GROUP, TOPIC, Math.floor(next() * PARTITIONS));
      else if (what < 0.95 && members.length < 4) await join();
      else if (members.length > 1) await members.shift()!.stop();
      await setImmediate();
    }
    faults.isOn = false;
    expected.send(kafka, next);
    await kafka.taken(GROUP, TOPIC, 20_000);
    await kafka.close();
    await holds(log, kafka, expected);
    await log.close();
  }

  /** Every message that is sound is in one body, offsets are taken once and in order, and the figures are the last said. */
  async function holds(log: EventStore, kafka: FakeKafka, expected: Expected): Promise<void> {
    const recorded: string[] = [];
    for (const { started } of await submissions(log)) {
      const body = String(await buffer(await bodies.blobs.open(started.blob)));
      const offsets = body
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { offset: string }).offset);
      recorded.push(...[...new Set(offsets)].map((offset) => `${started.from!.partition}@${offset}`));
    }
    expect(recorded.sort()).toEqual([...expected.good].sort());
    for (let partition = 0; partition < PARTITIONS; partition++) {
      let next = 0;
      for (const { first, last } of await claims(log, partition)) {
        expect(Number(first)).toBe(next);
        next = Number(last) + 1;
      }
    }
    const back = kafka.messages(REFUSED).map(({ headers }) => `${String(headers['partition'])}@${String(headers['offset'])}`);
    expect([...new Set(back)].sort()).toEqual([...expected.bad].sort());
    expect(await values(log, AREAS)).toEqual(expected.values());
  }

  it(`has each message once in the log, and each refused one back (seed ${seed})`, async () => {
    for (let i = 0; i < RUNS; i++) {
      try {
        await run(random(seed + i));
      } catch (error) {
        throw new Error(`TEST_SEED=${seed + i}: ${(error as Error).message}`, { cause: error });
      }
    }
  }, 120_000);
});
