import { buffer } from 'node:stream/consumers';
import type { Catalogue } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import { binary, KafkaFault, MessageTooLarge, type OutMessage } from '#libs/kafka';
import { FakeKafka } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { defaultFeeds } from '../../libs/intake/src/formats/default-feeds.ts';
import { ObservationConsumer } from '../../libs/intake/src/kafka/observation-consumer.ts';
import {
  claims,
  consume,
  DiesAt,
  GROUP,
  type Ground,
  headersOf,
  message,
  REFUSED,
  submissions,
  taking,
  TOPIC,
  values,
} from '../house/messages.ts';
import { Bodies, catalogueOf, logInMemory } from '../house/recorder.ts';

const NORTH = 'E12000001';
const EAST = 'E12000006';
const counted = { recorded: 0, revised: 0, confirmed: 0, dropped: 0 };

describe('observations by Kafka', () => {
  const bodies = new Bodies();
  let catalogue: Catalogue;
  let kafka: FakeKafka;
  let log: EventStore;
  let ground: Ground;
  beforeAll(async () => {
    const plain = defaultFeeds.find(({ code }) => code === 'observations')!;
    const whole = { ...plain, code: 'whole', profile: { ...plain.profile, complete: 'indicator' } };
    catalogue = await catalogueOf({ feeds: [whole, { ...plain, code: 'north', areas: [NORTH] }] });
  });
  afterAll(() => bodies.remove());
  beforeEach(() => {
    kafka = new FakeKafka({ partitions: 1 });
    log = logInMemory();
    ground = { kafka, log, bodies, catalogue };
  });
  afterEach(async () => {
    await kafka.close();
    await log.close();
  });
  const taken = (): Promise<void> => kafka.taken(GROUP, TOPIC, 5_000);
  const letters = (): Record<string, string>[] =>
    kafka.messages(REFUSED).map((letter) => ({ ...headersOf(letter), value: Buffer.from(letter.value!).toString() }));

  it('of one poll become one submission, whose body and source can be traced', async () => {
    kafka.produce(
      TOPIC,
      message([{ value: 1 }, { value: 2, area: EAST }]),
      message({ indicator: 'crime.burglary', area: EAST, period: '2020-03', value: 3 }),
    );
    await consume(ground);
    await taken();
    const [only, ...others] = await submissions(log);
    expect(others).toEqual([]);
    const from = { topic: TOPIC, partition: 0, first: '0', last: '1' };
    expect(only!.started).toMatchObject({ feed: 'observations', name: `${TOPIC}/0@0-1`, released: '2020-02-01', by: 'kafka', from });
    expect(only!.completed).toMatchObject({ rows: { read: 3, taken: 3 }, observations: { ...counted, recorded: 3 } });
    const body = String(await buffer(await bodies.blobs.open(only!.started.blob)));
    expect(
      body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([
      { offset: '0', value: 1 },
      { offset: '0', value: 2 },
      { offset: '1', value: 3 },
    ]);
    expect(await values(log, [NORTH, EAST])).toEqual({ 'E12000001 2020-01': 1, 'E12000006 2020-01': 2, 'E12000006 2020-03': 3 });
    expect(await claims(log)).toMatchObject([{ first: '0', last: '1', submissions: [{ id: only!.id, from }] }]);
    expect(kafka.messages(REFUSED)).toEqual([]);
  });

  it('are taken in binary mode, on the feed that they name, and released on the day in London of their time or the broker', async () => {
    kafka.produce(
      TOPIC,
      message([{ value: 1 }], { mode: binary, extensions: { feed: 'north' }, time: '2020-06-30T23:30:00Z' }),
      { ...message([{ value: 2 }], { time: undefined }), timestampMs: Date.parse('2020-07-05T12:00:00Z') },
      message({ observations: [{ indicator: 'crime.burglary', area: EAST, period: '2020-01', value: 7 }] }),
    );
    await consume(ground);
    await taken();
    const all = (await submissions(log)).map(({ started: { feed, released } }) => `${feed} ${released}`);
    expect(all).toEqual(['north 2020-07-01', 'observations 2020-07-05', 'observations 2020-02-01']);
    expect(await values(log, [NORTH, EAST])).toEqual({ 'E12000001 2020-01': 2, 'E12000006 2020-01': 7 });
  });

  it('win by the later offset between messages, and conflict within one', async () => {
    const clash = message([{ value: 5, area: EAST }, { value: 6, area: EAST }, { value: 9 }]);
    kafka.produce(TOPIC, message([{ value: 1 }, { value: 1 }, { value: 4, area: EAST }]), message([{ value: 2 }]), clash);
    await consume(ground);
    await taken();
    const [{ completed }] = (await submissions(log)) as [Awaited<ReturnType<typeof submissions>>[0]];
    expect(completed).toMatchObject({
      rows: { read: 7, taken: 2, refused: 2, ignored: 3 },
      ignored: { 'repeated-row': 1, 'superseded-row': 2 },
      refused: { 'conflicting-rows': 2 },
    });
    expect(await values(log, [NORTH, EAST])).toEqual({ 'E12000001 2020-01': 9, 'E12000006 2020-01': 4 });
    const [letter, ...others] = letters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ code: 'conflicting-rows', topic: TOPIC, partition: '0', offset: '2', value: clash.value });
    expect(letter!['reason']).toMatch(
      /^Row 1: The message states different figures for crime.burglary in E12000006, .* \(and 1 more rows\)$/,
    );
    expect((JSON.parse(letter!['rows']!) as { row: number }[]).map(({ row }) => row)).toEqual([1, 2]);
  });

  it('change nothing when they come again, in this poll or a later one', async () => {
    const one = message([{ value: 1 }]);
    kafka.produce(TOPIC, one, one);
    await consume(ground);
    await taken();
    kafka.produce(TOPIC, one);
    await taken();
    const all = await submissions(log);
    expect(all.map(({ completed }) => completed.observations)).toEqual([
      { ...counted, recorded: 1 },
      { ...counted, confirmed: 1 },
    ]);
    expect(await values(log, [NORTH])).toEqual({ 'E12000001 2020-01': 1 });
  });

  it.each([
    ['bad-json', { value: 'no JSON', partition: 0 }],
    ['no-event', { value: null, partition: 0 }],
    ['unknown-type', message([{ value: 1 }], { type: 'other' })],
    ['unknown-feed', message([{ value: 1 }], { extensions: { feed: 'none' } })],
    ['wrong-feed', message([{ value: 1 }], { extensions: { feed: 'police-street' } })],
    ['complete-feed', message([{ value: 1 }], { extensions: { feed: 'whole' } })],
    ['not-yet-released', message([{ value: 1 }], { time: '2026-12-01T00:00:00Z' })],
    ['not-observations', message([])],
    ['not-observations', message({ observations: [1] })],
    ['unknown-area', message([{ area: 'E12999999', value: 1 }])],
    ['not-your-area', message([{ area: EAST, value: 1 }], { extensions: { feed: 'north' } })],
    ['blank-indicator', message([{ indicator: '', value: 5 }])],
  ])('that cannot be taken go back as %s, and never block those behind them', async (code, bad) => {
    kafka.produce(TOPIC, { ...bad, key: 'k' }, message([{ value: 1 }]));
    await consume(ground);
    await taken();
    const text = bad.value === null ? '' : String(bad.value);
    expect(letters()).toEqual([
      expect.objectContaining({ code, offset: '0', partition: '0', topic: TOPIC, value: text, reason: expect.stringMatching(/\.$/) }),
    ]);
    expect(Buffer.from(kafka.messages(REFUSED)[0]!.key!).toString()).toBe('k');
    expect(await values(log, [NORTH])).toEqual({ 'E12000001 2020-01': 1 });
  });

  it('that cannot be given back are not committed, and are when they can be, recorded once', async () => {
    kafka.produce(TOPIC, message([{ value: 1 }, { area: 'E12999999', value: 2 }]), { value: 'poison', partition: 0 });
    kafka.fault = new KafkaFault('The brokers are away.');
    const consumer = new ObservationConsumer(kafka, taking(ground));
    await consumer.start();
    await expect(kafka.taken(GROUP, TOPIC, 150)).rejects.toThrow('not taken');
    expect(consumer.troubles()).toEqual([expect.stringMatching(/^Messages with observations cannot be taken yet: .*The brokers are away/)]);
    kafka.fault = undefined;
    await taken();
    expect(
      letters()
        .map(({ value, offset }) => [offset, value === 'poison'])
        .sort(),
    ).toEqual([
      ['0', false],
      ['1', true],
    ]);
    expect((await submissions(log)).length).toBe(1);
    expect(consumer.troubles()).toEqual([]);
    await consumer.stop();
    expect(consumer.troubles()).toEqual(['The consumer of observations does not run.']);
  });

  it('that are too large to go back with the reason go back without their bytes', async () => {
    const publish = kafka.publish.bind(kafka);
    kafka.publish = async (topic: string, messages: readonly OutMessage[]) => {
      if (messages.some(({ value }) => value.length > 1_000)) throw new MessageTooLarge(topic);
      await publish(topic, messages);
    };
    kafka.produce(TOPIC, { value: 'x'.repeat(2_000), partition: 0 }, { value: 'small', partition: 0 });
    await consume(ground);
    await taken();
    expect(letters()).toMatchObject([
      { offset: '0', value: '', 'without-value': 'too-large', code: 'bad-json' },
      { offset: '1', value: 'small' },
    ]);
  });

  it.each(['poll-kept', 'poll-claimed', 'started', 'register-append', 'complete', 'poll-recorded'])(
    'are in the log once after a crash at %s',
    async (point) => {
      const faults = new DiesAt(point);
      kafka.produce(TOPIC, message([{ value: 1 }, { value: 'many', area: EAST }]));
      kafka.produce(TOPIC, message([{ value: 2 }], { time: '2020-03-01T09:00:00Z' }), { value: 'poison', partition: 0 });
      await consume({ ...ground, faults });
      await taken();
      kafka.produce(TOPIC, message([{ value: 3 }], { time: '2020-04-01T09:00:00Z' }));
      await taken();
      expect(faults.died).toBe(1);
      expect((await submissions(log)).map(({ started }) => started.from!.first)).toEqual(['0', '1', '3']);
      expect((await claims(log)).map(({ first, last }) => [first, last])).toEqual([
        ['0', '2'],
        ['3', '3'],
      ]);
      expect(await values(log, [NORTH])).toEqual({ 'E12000001 2020-01': 3 });
      expect([...new Set(letters().map(({ offset }) => offset))].sort()).toEqual(['0', '2']);
    },
  );

  it('are finished by the next consumer when one hangs, which then writes nothing after it', async () => {
    const gate = Promise.withResolvers<void>();
    const claimed = Promise.withResolvers<void>();
    const append = log.append.bind(log);
    const slow = Object.create(log) as EventStore;
    slow.append = async (stream, ...what) => {
      if (stream.startsWith('submission-')) {
        claimed.resolve();
        await gate.promise;
      }
      return append(stream, ...what);
    };
    kafka.produce(TOPIC, message([{ value: 1 }]));
    await consume({ ...ground, log: slow });
    await consume(ground);
    await claimed.promise;
    kafka.takeAway(GROUP, TOPIC, 0);
    kafka.produce(TOPIC, message([{ value: 2 }]));
    await taken();
    gate.resolve();
    await kafka.close();
    expect((await submissions(log)).map(({ started }) => started.from!.first)).toEqual(['0', '1']);
    expect(await values(log, [NORTH])).toEqual({ 'E12000001 2020-01': 2 });
  });

  it('are not claimed by a consumer that does not know the last claim', async () => {
    kafka.produce(TOPIC, message([{ value: 1 }]), message([{ value: 2 }]));
    const [old, next] = [taking(ground), taking(ground)];
    const poll = { topic: TOPIC, partition: 0, messages: kafka.messages(TOPIC) };
    const standing = { heartbeat: async () => undefined, isMine: () => true };
    expect([await old.startAt(0), await next.startAt(0)]).toEqual([undefined, undefined]);
    await next.take({ ...poll, messages: poll.messages.slice(0, 1) }, standing);
    await expect(old.take(poll, standing)).rejects.toThrow('not 0');
    expect((await submissions(log)).map(({ started }) => started.from)).toMatchObject([{ first: '0', last: '0' }]);
    await old.take(poll, standing); // It has learnt what is taken, and may take what is not.
    expect((await submissions(log)).map(({ started }) => started.from!.first)).toEqual(['0', '1']);
    expect(await next.startAt(0)).toBe('2');
  });

  it('go back also when their consumer died before it could give them back', async () => {
    kafka.produce(TOPIC, message([{ value: 1 }]), message([{ value: 2, area: 'E12999999' }]), message([{ value: 3 }]));
    const poll = { topic: TOPIC, partition: 0, messages: kafka.messages(TOPIC) };
    const standing = { heartbeat: async () => undefined, isMine: () => true };
    await expect(taking({ ...ground, faults: new DiesAt('poll-recorded') }).take(poll, standing)).rejects.toThrow('died');
    const next = taking(ground);
    expect(await next.startAt(0)).toBe('1');
    await next.take({ ...poll, messages: poll.messages.slice(1) }, standing);
    expect(letters()).toMatchObject([{ offset: '1', code: 'unknown-area' }]);
    expect(await next.startAt(0)).toBe('1'); // Once more at every start, until another claim is made: at least once.
  });

  it('are not taken again where the group has forgotten how far it was', async () => {
    kafka.produce(TOPIC, message([{ value: 1 }]), message([{ value: 2 }]));
    await consume(ground);
    await taken();
    const again = new FakeKafka({ partitions: 1 });
    again.produce(TOPIC, message([{ value: 1 }]), message([{ value: 2 }]), message([{ value: 3 }]));
    await consume({ ...ground, kafka: again });
    await again.taken(GROUP, TOPIC, 5_000);
    await again.close();
    expect((await submissions(log)).map(({ started }) => started.from!.first)).toEqual(['0', '2']);
  });

  it('are taken from the beginning of a topic of the same name in another cluster', async () => {
    kafka.produce(TOPIC, message([{ value: 1 }]), message([{ value: 2 }]));
    await consume(ground);
    await taken();
    const moved = new FakeKafka({ partitions: 1, cluster: 'another' });
    moved.produce(TOPIC, message([{ value: 3 }], { time: '2020-02-02T09:00:00Z' }));
    await consume({ ...ground, kafka: moved });
    await moved.taken(GROUP, TOPIC, 5_000);
    await moved.close();
    expect(await values(log, [NORTH])).toEqual({ [`${NORTH} 2020-01`]: 3 });
  });

  it('are not begun when the partition is taken away meanwhile', async () => {
    kafka.produce(TOPIC, message([{ value: 1 }]));
    const poll = { topic: TOPIC, partition: 0, messages: kafka.messages(TOPIC) };
    const standing = { heartbeat: async () => undefined, isMine: () => false };
    await expect(taking(ground).take(poll, standing)).rejects.toThrow('no longer ours');
    expect(await claims(log)).toEqual([]);
  });
});
