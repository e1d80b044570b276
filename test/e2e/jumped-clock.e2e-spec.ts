import type { Catalogue } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import { LogFigures } from '#libs/figures';
import { Refusal } from '#libs/kernel';
import { dayBegan, freezeConfig, NoFaults, readConfig, type ThreadCalls } from '#libs/platform';
import { FakeKafka } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { PushProgress } from '../../libs/intake/src/http/push-progress.ts';
import { ReceiveSubmission, ReceiveSubmissionHandler } from '../../libs/intake/src/receive-submission.ts';
import { type RecordOrder, startedOrder } from '../../libs/intake/src/record-order.ts';
import type { Recorded } from '../../libs/intake/src/record-submission.ts';
import { consume, DiesAt, GROUP, headersOf, message, REFUSED, submissions, TOPIC } from '../house/messages.ts';
import { differencesIn } from '../faults/verified.ts';
import { Bodies, catalogueOf, fail, logInMemory, StoppedClock } from '../house/recorder.ts';

const AREA = 'E12000001';
const DAY = '11111111-1111-5111-8111-111111111111';
const INDICATOR = 'worklessness.claimants'; // Of months.

/** How a delivery is sent. */
interface Sending {
  readonly period?: string;
  readonly released?: string;
}

describe('a clock that has jumped by a year (design 4.7)', () => {
  const bodies = new Bodies();
  let catalogue: Catalogue;
  let clock: StoppedClock;
  let store: EventStore;
  let right: Date;
  let today: string;
  beforeAll(async () => void (catalogue = await catalogueOf({ areas: [{ code: AREA, name: 'North East', type: 'region' }] as never })));
  afterAll(() => bodies.remove());
  beforeEach(async () => {
    clock = new StoppedClock();
    right = clock.moment;
    today = right.toISOString().slice(0, 10);
    store = logInMemory(clock);
    await store.append('calendar', 0, [{ id: DAY, ...dayBegan(today) }]);
  });
  afterEach(async () => expect(await differencesIn({ events: store, bodies: bodies.blobs })).toEqual([]));
  const jump = (): void => void (clock.moment = new Date(right.getTime() + 366 * 86_400_000));
  const jumped = (): string => clock.moment.toISOString().slice(0, 10);

  function intake(confirmed: string | null = null): (value: number, sending?: Sending) => Promise<Recorded | Refusal> {
    const recorder = bodies.recorder(store, catalogue, { blobs: bodies.blobs });
    const threads = { call: (_: string, __: string, order: RecordOrder) => recorder.record(order) } as unknown as ThreadCalls;
    const config = freezeConfig({ ...readConfig({ dataDir: bodies.dir }, {}), clockConfirmed: confirmed });
    const parts = [store, bodies.blobs, catalogue, clock, config, new NoFaults(), threads, new PushProgress(clock)] as const;
    const handler = new ReceiveSubmissionHandler(...parts);
    return (value, { period = '2001-05', released } = {}) => {
      const body = async function* (): AsyncGenerator<Uint8Array> {
        yield Buffer.from(`indicator,area,period,value\n${INDICATOR},${AREA},${period},${value}\n`);
      };
      const delivery = { feed: 'observations', name: 'a.csv', released, backfill: false, dryRun: false, by: 'test', body: body() };
      return handler.execute(new ReceiveSubmission(delivery));
    };
  }
  const receipt = async (recorded: Promise<Recorded | Refusal>): Promise<Recorded['receipt']> => fail(await recorded).receipt;

  it('makes no release date that outranks a later push: the date defaults to the last day that has begun by the log', async () => {
    const push = intake();
    jump();
    expect((await receipt(push(1))).released).toBe(today);
    clock.moment = new Date(right.getTime() + 60_000);
    expect((await receipt(push(2))).released).toBe(today);
    const [known] = await LogFigures.of(store).series(INDICATOR, AREA);
    expect(known!.figure.value).toBe(2);
  });

  it('lets nobody state a release date after the last day begun, and says what to do', async () => {
    jump();
    const refused = (await intake()(1, { released: jumped() })) as Refusal;
    expect(refused).toMatchObject({ code: 'not-yet-released', detail: expect.stringContaining(`FLOOR_CLOCK_CONFIRMED=${jumped()}`) });
  });

  it('lets nobody state a period that begins after the last day begun', async () => {
    jump();
    expect(await receipt(intake()(1, { period: '2027-03' }))).toMatchObject({
      rows: { taken: 0, refused: 1 },
      refusals: [{ code: 'future-period' }],
    });
  });

  it('is the clock again once a person has confirmed it', async () => {
    jump();
    expect(await receipt(intake(jumped())(1, { period: '2027-03' }))).toMatchObject({ released: jumped(), rows: { taken: 1 } });
  });

  it('keeps the day of receipt in the log, so that what a crash left open is finished by the same', async () => {
    jump();
    await receipt(intake()(1));
    const [{ started, completed }] = (await submissions(store)) as [Awaited<ReturnType<typeof submissions>>[number]];
    expect([started.receivedOn, completed.receivedOn, startedOrder('x', started).receivedOn]).toEqual([today, today, today]);
  });

  it('needs no word in the log where the clock is right', async () => {
    await receipt(intake()(1));
    const [{ started, completed }] = (await submissions(store)) as [Awaited<ReturnType<typeof submissions>>[number]];
    expect([started.receivedOn, completed.receivedOn, startedOrder('x', started).receivedOn]).toEqual([undefined, undefined, today]);
  });

  it('holds messages to the same day: their release, and what they may speak of', async () => {
    jump();
    const kafka = new FakeKafka({ partitions: 1 });
    const observation = { indicator: INDICATOR, area: AREA, period: '2001-05', value: 1 };
    await consume({ kafka, log: store, bodies, catalogue, clock });
    kafka.produce(
      TOPIC,
      message(observation, { time: `${jumped()}T00:00:00Z` }),
      message({ ...observation, period: '2027-03' }, { time: '2026-10-01T00:00:00Z' }),
      message(observation, { time: '2030-01-01T00:00:00Z' }),
    );
    await kafka.taken(GROUP, TOPIC, 5_000);
    expect((await submissions(store)).map(({ started }) => started.released).sort()).toEqual(['2026-10-01', today]);
    expect(
      kafka
        .messages(REFUSED)
        .map((letter) => headersOf(letter).code)
        .sort(),
    ).toEqual(['future-period', 'not-yet-released']);
    await kafka.close();
  });

  it('holds messages to the same day also after a crash', async () => {
    jump();
    const kafka = new FakeKafka({ partitions: 1 });
    await consume({ kafka, log: store, bodies, catalogue, clock, faults: new DiesAt('started') });
    kafka.produce(TOPIC, message({ indicator: INDICATOR, area: AREA, period: '2027-03', value: 1 }));
    await kafka.taken(GROUP, TOPIC, 5_000);
    expect(kafka.messages(REFUSED).map((letter) => headersOf(letter).code)).toEqual(['future-period']);
    await kafka.close();
  });
});
