import fc from 'fast-check';
import type { Catalogue } from '#libs/catalogue';
import { binary } from '#libs/kafka';
import type { Produced } from '../../libs/kafka/src/testing/fake-kafka.ts';
import type { Answer } from '../house/client.ts';
import { EAST, FaultyMessages, MESSAGE_BYTES_MAX, NORTH, raw, row } from '../house/faulty-messages.ts';
import { DiesAt, message, TOPIC } from '../house/messages.ts';
import { Bodies } from '../house/recorder.ts';

describe('a fault in a message with observations', () => {
  const bodies = new Bodies();
  let catalogue: Catalogue;
  let intake: FaultyMessages;

  beforeAll(async () => (catalogue = await FaultyMessages.catalogue()));
  afterAll(() => bodies.remove());
  beforeEach(() => (intake = new FaultyMessages(bodies, catalogue)));
  afterEach(() => intake.close());
  const letters = (): Record<string, string>[] => intake.letters();
  const figures = (code?: string): Promise<Record<string, Answer>> => intake.figures(code);
  const taken = (...faulty: readonly Produced[]): Promise<void> => intake.take(faulty);

  describe('of its envelope', () => {
    const good = (more: Parameters<typeof message>[1] = {}): Produced => message([row({ value: 5 })], more);
    const event = (more: object): Produced => {
      const { value, headers } = good();
      return { value: JSON.stringify({ ...(JSON.parse(String(value)) as object), ...more }), headers, partition: 0 };
    };
    const typed = (type: string, of = good()): Produced => ({ ...of, headers: { ...of.headers, 'content-type': type } });

    it.each<[string, Produced, string]>([
      ['a tombstone', { ...good(), value: null }, 'no-event'],
      ['a tombstone without headers', { value: null, partition: 0 }, 'no-event'],
      ['an empty value', { ...good(), value: '' }, 'no-event'],
      ['a bare row', { value: JSON.stringify(row({ value: 5 })), partition: 0 }, 'no-event'],
      ['null', { value: 'null', partition: 0 }, 'no-event'],
      ['no JSON', { value: '{"specversion":', partition: 0 }, 'bad-json'],
      ['no UTF-8', { value: Buffer.from([0xff, 0xfe, 0x7b]), partition: 0 }, 'bad-text'],
      ['a list nested 100,000 deep', { value: '['.repeat(100_000), partition: 0 }, 'bad-json'],
      ['Avro', typed('application/cloudevents+avro'), 'event-format'],
      ['a batch', typed('application/cloudevents-batch+json'), 'event-format'],
      ['a table in binary mode', typed('text/csv', good({ mode: binary })), 'data-format'],
      ['a table in structured mode', event({ datacontenttype: 'text/csv' }), 'data-format'],
      ['a content type that is a number', event({ datacontenttype: 7 }), 'data-format'],
      ['an older version', event({ specversion: '0.3' }), 'bad-attribute'],
      ['no id', event({ id: null }), 'bad-attribute'],
      ['an id that is a number', event({ id: 5 }), 'bad-attribute'],
      ['no source', event({ source: '' }), 'bad-attribute'],
      ['a type of another', event({ type: 'org.other.v1' }), 'unknown-type'],
      ['no time that is one', event({ time: 'yesterday' }), 'bad-attribute'],
      ['a day that is none', event({ time: '2020-02-30T09:00:00Z' }), 'bad-attribute'],
      ['a month that is none', event({ time: '2020-13-01T09:00:00Z' }), 'bad-attribute'],
      ['a second that is none', event({ time: '2020-01-01T09:00:61Z' }), 'bad-attribute'],
      ['a year before all others', event({ time: '0000-01-01T00:00:00Z' }), 'bad-attribute'],
      ['a moment in the year 10000', event({ time: '9999-12-31T23:59:59-12:00' }), 'bad-attribute'],
      ['the year 99, of which another wrote two digits', event({ time: '0099-01-01T00:00:00Z', feed: 'none' }), 'unknown-feed'],
      ['a year to come', event({ time: '2027-01-01T00:00:00Z' }), 'not-yet-released'],
      ['an attribute that is nested', event({ extra: { a: 1 } }), 'bad-attribute'],
      ['a feed that is none', event({ feed: 'constructor' }), 'unknown-feed'],
      ['a feed that is a number', event({ feed: 7 }), 'unknown-feed'],
      ['a feed that is blank', event({ feed: '' }), 'unknown-feed'],
      ['no data', event({ data: undefined }), 'no-data'],
      ['data that is no base64 of JSON', event({ data: undefined, data_base64: '!!' }), 'bad-json'],
      ['data that is base64 of nothing', event({ data: undefined, data_base64: '' }), 'bad-json'],
      ['more bytes than allowed', message([row({ value: 5, breakdown: 'x'.repeat(300_000) })]), 'event-too-large'],
      ['a megabyte of one row', message(Array.from({ length: 9_000 }, () => row({ value: 5 }))), 'event-too-large'],
    ])('%s goes back with the reason', async (_, faulty, code) => {
      await taken(faulty);
      expect(letters()).toMatchObject([{ code, offset: '1', partition: '0', topic: TOPIC }]);
      expect(letters()[0]!['value']).toBe(faulty.value === null ? '' : Buffer.from(faulty.value as string).toString());
      expect(Object.keys(await figures())).toHaveLength(2);
    });

    it.each<[string, Produced]>([
      ['no content type', { ...good(), headers: {} }],
      ['a content type in capitals', typed('Application/CloudEvents+JSON; charset=UTF-8')],
      ['a content type that is of no use', typed('text/plain')],
      [
        'binary mode without a content type',
        { ...good({ mode: binary }), headers: { ...good({ mode: binary }).headers, 'content-type': '' } },
      ],
      ['data in base64', event({ data: undefined, data_base64: Buffer.from(JSON.stringify(row({ value: 5 }))).toString('base64') })],
      ['an attribute that is null', event({ subject: null, dataschema: null })],
    ])('%s is taken all the same', async (_, produced) => {
      await taken(produced);
      expect(letters()).toEqual([]);
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 5 } });
    });

    it.each([
      ['nanoseconds', 1_580_547_600_000_000_000],
      ['no time at all', -1],
      ['before all days', -9e15],
      ['microseconds of the year 1980', 315_532_800_000_000],
      ['no number', NaN],
    ])('a time of the broker that is %s is no release date: the day of receipt is', async (_, timestampMs) => {
      await taken({ ...good({ time: undefined }), timestampMs });
      const all = await intake.submissions();
      expect(all.map(({ started }) => started.released).sort()).toEqual(['2020-02-01', '2026-11-01']);
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 5 } });
    });

    it('an id that comes twice changes nothing, whatever mode it comes in', async () => {
      await taken(good(), good(), good({ mode: binary }));
      expect((await intake.submissions()).map(({ completed }) => completed.ignored)).toEqual([{ 'superseded-row': 2 }]);
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 5 } });
      expect(letters()).toEqual([]);
    });

    it('an id that stands for other figures is another message: the later one wins', async () => {
      await taken(good(), message([row({ value: 6 })]));
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 6 } });
    });
  });

  describe('goes back', () => {
    const poison = (more: Partial<Produced>): Produced => ({ value: 'poison', partition: 0, ...more });

    it.each<[string, Produced]>([
      ['a value', poison({ value: 'x'.repeat(MESSAGE_BYTES_MAX) })],
      ['a key', poison({ key: 'k'.repeat(MESSAGE_BYTES_MAX) })],
      ['headers', poison({ headers: { note: 'h'.repeat(MESSAGE_BYTES_MAX) } })],
      ['many headers', poison({ headers: Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`h${i}`, 'h'.repeat(600)])) })],
      ['an attribute', message([row({ value: 5 })], { mode: binary, extensions: { feed: 'f'.repeat(MESSAGE_BYTES_MAX) } })],
    ])('without %s that leaves no room for the reason', async (_, faulty) => {
      await taken(faulty, poison({ key: 'small' }));
      expect(letters()).toMatchObject([{ offset: '1' }, { offset: '2', value: 'poison' }]);
      expect(letters()[0]!['without-value']).toBe('too-large');
    });

    it('with our headers over its own, and with what is no text among them', async () => {
      const headers = { code: 'theirs', reason: 'theirs', topic: 'theirs', offset: '99', rows: 'theirs' };
      await taken(poison({ headers }));
      expect(letters()).toMatchObject([{ code: 'bad-json', topic: TOPIC, offset: '1' }]);
    });

    it('row by row where a message has good ones too, named as its sender counts them', async () => {
      const years = Array.from({ length: 100 }, (_, i) => row({ period: String(1900 + i), value: i % 2 === 0 ? 5 : -5 }));
      await taken(message(years));
      expect(letters()).toMatchObject([{ code: 'negative-count', reason: expect.stringMatching(/^Row 2: .* \(and 49 more rows\)$/) }]);
      expect((JSON.parse(letters()[0]!['rows']!) as Answer[]).map(({ row }) => row)).toEqual(
        years.flatMap((_, i) => (i % 2 ? [i + 1] : [])),
      );
      expect(Object.keys(await figures())).toHaveLength(52);
    });

    const manyYears = raw(Array.from({ length: 1_027 }, (_, i) => JSON.stringify(row({ period: String(1000 + i), value: 5 }))).join());

    const fromOthers = (...values: readonly number[]): Produced[] =>
      values.map((value) => message([row({ period: String(2000 + value), value })], { source: `/sender-${value}` }));

    it.each([
      ['too many years', manyYears, 'too-varied'],
      ['another shape altogether', raw('{"id":1},{"id":2}'), 'unexpected-keys'],
    ])('alone where its %s would refuse a whole body: the messages of others that came with it count', async (_, poisoned, code) => {
      await taken(...fromOthers(1, 2), poisoned, ...fromOthers(3, 4, 5), poisoned);
      expect(letters()).toMatchObject([
        { code, offset: '3' },
        { code, offset: '7' },
      ]);
      expect(Object.values(await figures())).toHaveLength(7);
    });

    it.each(['started', 'complete', 'poll-recorded'])('alone also after a crash at %s: the others are recorded once', async (point) => {
      const faults = new DiesAt(point);
      await intake.take([...fromOthers(1, 2), manyYears, ...fromOthers(3, 4, 5)], faults);
      expect(faults.died).toBe(1);
      expect(new Set(letters().map(({ code, offset }) => `${code} ${offset}`))).toEqual(new Set(['too-varied 3']));
      const all = await intake.submissions();
      expect(all.map(({ completed }) => completed.observations.confirmed)).toEqual(all.map(() => 0));
      expect(Object.values(await figures())).toHaveLength(7);
    });

    it('and what it says of an object of another shape names its own keys', async () => {
      await taken(raw(`{"Indicator":"t.rate","Area":"${NORTH}"}`), raw('{}'));
      expect(letters().map(({ reason }) => reason)).toEqual([
        expect.stringContaining('but Indicator, Area; write'),
        expect.stringContaining('but no key at all; write'),
      ]);
    });
  });

  it('property: whatever messages come, the partition moves on, and each is recorded or goes back', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('t.rate', 't.prop', NORTH, EAST, '2010', 'final', 'c'),
    );
    const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom('1e308', '0.5', '5e-324', '-0', '1e999', 'NaN'));
    const anything = fc.oneof(text, number, fc.jsonValue({ maxDepth: 3 }));
    const aRow = fc.record(
      {
        ...{ indicator: fc.oneof(fc.constantFrom('t.rate', 't.prop'), anything), area: fc.oneof(fc.constant(NORTH), anything) },
        ...{
          period: fc.oneof(fc.constantFrom('2010', '2011'), anything),
          value: fc.oneof(number, anything),
          numerator: number,
          level: anything,
        },
        ...{ denominator: number, lower: number, upper: anything, status: anything, breakdown: anything, other: anything },
      },
      { requiredKeys: [] },
    );
    const data = fc.oneof(fc.array(aRow, { maxLength: 4 }), aRow, anything);
    const attribute = fc.oneof(fc.constant(undefined), text, anything);
    const odd = fc.record(
      { id: attribute, source: attribute, time: attribute, feed: attribute, datacontenttype: attribute },
      { requiredKeys: [] },
    );
    const envelope = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, odd);
    const aMessage = fc
      .tuple(data, envelope, fc.constantFrom('structured', 'binary', 'bytes'), fc.uint8Array({ maxLength: 40 }))
      .map(([content, more, mode, bytes]): Produced => {
        if (mode === 'bytes') return { value: bytes, partition: 0 };
        const { value, headers } = mode === 'binary' ? message([], { mode: binary }) : message([]);
        if (mode === 'binary') return { value: JSON.stringify(content), headers, partition: 0 };
        return { value: JSON.stringify({ ...(JSON.parse(String(value)) as object), data: content, ...more }), headers, partition: 0 };
      });
    await fc.assert(
      fc.asyncProperty(fc.array(aMessage, { maxLength: 6 }), async (messages) => {
        await intake.close();
        intake = new FaultyMessages(bodies, catalogue);
        await taken(...messages);
        const back = new Set(letters().map(({ offset }) => offset));
        const recorded = (await intake.submissions()).reduce((sum, { completed }) => sum + completed.rows.read, 0);
        expect(recorded + back.size).toBeGreaterThanOrEqual(messages.length + 2);
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
