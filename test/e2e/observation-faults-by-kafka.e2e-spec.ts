import type { Catalogue } from '#libs/catalogue';
import type { Produced } from '../../libs/kafka/src/testing/fake-kafka.ts';
import type { Answer } from '../house/client.ts';
import { FaultyMessages, NORTH, raw, row } from '../house/faulty-messages.ts';
import { message } from '../house/messages.ts';
import { Bodies } from '../house/recorder.ts';

describe('a fault in an observation that comes by Kafka', () => {
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

  describe('of the published cases, as over HTTP', () => {
    it.each([
      ['final', 'blank', { value: '', status: 'final' }],
      ['final', 'null', { value: null, status: 'final' }],
      ['provisional', 'left out', { status: 'provisional' }],
      ['revised', 'spaces', { value: '  ', status: 'revised' }],
      ['estimated', 'blank', { value: '', status: 'Estimated' }],
    ])('a status (%s) beside a value that is %s keeps the figure of its parts (case 5)', async (status, _, more) => {
      await taken(message([row({ numerator: 1234, denominator: 111_000, ...more })]));
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 11.1171171171, status, numerator: 1234 } });
      expect(letters()).toEqual([]);
    });

    it.each(['suppressed', 'c', '*', 'suppressed:small-number'])('what is suppressed (%s) keeps no way back (case 6)', async (status) => {
      await taken(message([row({ indicator: 't.prop', status, numerator: 3, denominator: 40, lower: 1.6, upper: 20.4, level: 95 })]));
      const nothing = { value: null, numerator: null, denominator: null, lower: null, upper: null, level: null };
      expect(await figures('t.prop')).toMatchObject({ [`${NORTH} 2010-01`]: { ...nothing, status: 'suppressed' } });
      expect(JSON.stringify(await intake.log.readAll('', 10_000))).not.toMatch(/20\.4|1\.6/);
    });

    it('a value beside a marker that hides it is refused, and the reason does not give it away (case 6)', async () => {
      await taken(message([row({ indicator: 't.prop', status: 'suppressed', value: 7.5, numerator: 3, denominator: 40 })]));
      expect(letters()).toMatchObject([{ code: 'value-beside-marker' }]);
      expect([letters()[0]!['reason'], letters()[0]!['rows']].join()).not.toContain('7.5');
      expect(await figures('t.prop')).toEqual({});
    });

    it.each([998, 0, 200, -5, 49.9, '998'])('a level of %s is refused (case 7)', async (level) => {
      await taken(message([row({ value: 5, lower: 4, upper: 6, level })]));
      expect(letters()).toMatchObject([{ code: 'level-out-of-range' }]);
      expect(await figures()).not.toHaveProperty([`${NORTH} 2010-01`]);
    });

    it('a level of 0.95 is read as 95 (case 7)', async () => {
      await taken(message([row({ value: 5, lower: 4, upper: 6, level: 0.95 })]));
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { level: 95 } });
    });

    it.each([' ', '\t', '\u00a0', '\ufeff', '\n', '\r\n'])('%j around a code loses nothing (case 4)', async (pad) => {
      const padded = { indicator: `${pad}t.rate`, area: `${pad}${NORTH}${pad}`, period: `2010${pad}` };
      await taken(message([row({ ...padded, value: 5 })]), message([row({ ...padded, period: '2011', value: 6 })]));
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 5 }, [`${NORTH} 2011-01`]: { value: 6 } });
      expect(letters()).toEqual([]);
    });

    it('two spellings of one area in a message are one observation, and conflict (case 4)', async () => {
      await taken(message([row({ value: 5 }), row({ area: `${NORTH} `, value: 6 })]));
      expect(letters()).toMatchObject([{ code: 'conflicting-rows' }]);
      expect(await figures()).not.toHaveProperty([`${NORTH} 2010-01`]);
    });

    it.each([
      ['keys in another case', [{ Indicator: 't.rate', Area: NORTH, Period: '2010', Value: 5 }], 'unexpected-keys'],
      ['a wrapped list', { data: [row({ value: 5 })], meta: { n: 1 } }, 'unexpected-keys'],
      ['GeoJSON', { type: 'FeatureCollection', features: [] }, 'unexpected-keys'],
      ['an error', { error: 'rate limit' }, 'unexpected-keys'],
      ['a list of lists', [[1], [2]], 'not-observations'],
      ['an empty list', [], 'not-observations'],
      ['an empty wrapping', { observations: [] }, 'not-observations'],
      ['a wrapping in a wrapping', { observations: { observations: [row({ value: 5 })] } }, 'not-observations'],
      ['a wrapping in a list', [{ observations: [row({ value: 5 })] }], 'not-observations'],
      ['a text', 'crime', 'not-observations'],
      ['a number', 5, 'not-observations'],
      ['nothing', null, 'not-observations'],
      ['true', true, 'not-observations'],
    ])('JSON of another shape (%s) is refused, and says so (case 8)', async (_, data, code) => {
      const { value, headers } = message([]);
      const event = JSON.parse(String(value)) as object;
      await taken({ value: JSON.stringify({ ...event, data }), headers, partition: 0 });
      expect(letters()).toMatchObject([{ code, offset: '1' }]);
      expect(Object.keys(await figures())).toHaveLength(2);
    });

    it('an object without any key is no observation, and is not taken for one in silence (case 8)', async () => {
      await taken(message({}));
      expect(letters()).toMatchObject([{ offset: '1' }]);
    });

    it('two digits of a year that would lie in the future are of the century before (case 10)', async () => {
      await taken(message([row({ indicator: 't.month', period: 'Jun-83', value: 5 })]));
      expect(await figures('t.month')).toMatchObject({ [`${NORTH} 1983-06`]: { value: 5 } });
    });

    it('an academic year may begin in August (case 13)', async () => {
      const of = { indicator: 'skills.gcse-5-a-c', period: '2019-08-01/P1Y', value: 50 };
      await taken(message([row(of)], { extensions: { feed: 'august' } }));
      expect(letters()).toEqual([]);
      expect(Object.values(await figures('skills.gcse-5-a-c'))).toMatchObject([{ value: 50 }]);
    });
  });

  describe('of its numbers', () => {
    it.each([
      ['a rate beyond all bounds (case 1)', { numerator: 1e308, denominator: 0.5 }, 'out-of-range'],
      ['a denominator next to nothing', { numerator: 5, denominator: 5e-324 }, 'out-of-range'],
      ['a negative rate', { value: -1 }, 'negative-count'],
      ['a negative numerator', { numerator: -1, denominator: 2 }, 'negative-count'],
      ['a denominator of 0', { numerator: 1, denominator: 0 }, 'zero-denominator'],
      ['limits the wrong way round', { value: 5, lower: 6, upper: 4 }, 'limits-do-not-hold'],
      ['NaN as a text', { value: 'NaN' }, 'not-a-number'],
      ['Infinity as a text', { value: 'Infinity' }, 'not-a-number'],
      ['a hexadecimal', { value: '0x1F' }, 'not-a-number'],
      ['a text of 100,000 digits', { value: '1'.repeat(100_000) }, 'not-a-number'],
    ])('%s is refused', async (_, numbers, code) => {
      await taken(message([row(numbers)]));
      expect(letters()).toMatchObject([{ code }]);
      expect(await figures()).not.toHaveProperty([`${NORTH} 2010-01`]);
    });

    it('a figure that the scale of its feed carries beyond all bounds is refused', async () => {
      await taken(message([row({ indicator: 'rate', value: 1e10 })], { extensions: { feed: 'scaled' } }));
      expect(letters()).toMatchObject([{ code: 'out-of-range' }]);
    });

    it.each(['value', 'numerator', 'denominator', 'lower', 'upper', 'level'])(
      'a number in JSON that no computer holds, as %s, is refused as over HTTP, and never taken for a blank',
      async (member) => {
        const fields: Record<string, string> = { value: '5', numerator: '1', denominator: '200', lower: '4', upper: '6', level: '95' };
        const numbers = Object.entries({ ...fields, [member]: '1e999' }).map(([name, text]) => `"${name}":${text}`);
        await taken(raw(`{"indicator":"t.rate","area":"${NORTH}","period":"2010",${numbers.join()}}`));
        expect(letters()).toMatchObject([{ code: 'not-a-number' }]);
        expect(await figures()).not.toHaveProperty([`${NORTH} 2010-01`]);
      },
    );
  });

  describe('of its members', () => {
    const MEMBERS = ['indicator', 'area', 'period', 'value', 'numerator', 'denominator', 'lower', 'upper', 'level', 'status', 'breakdown'];
    const whole = { value: 5, numerator: 1, denominator: 200, lower: 4, upper: 6, level: 95, status: 'final', breakdown: '' };
    const deep = (open: string, close: string): string => `${open.repeat(20_000)}1${close.repeat(20_000)}`;
    /** One message for each text of the member, each of a year of its own. */
    const messagesWith = (member: string, texts: readonly string[]): Produced[] =>
      texts.map((text, i) => raw(JSON.stringify(row({ ...whole, period: String(2000 + i), [member]: '@' })).replace(`"@"`, () => text)));

    const NESTED = ['true', '[]', '[5]', '{"value":5}', deep('[', ']'), deep('{"a":', '}')];
    it.each(MEMBERS)('%s is no text and no number: each such row is refused by its name', async (member) => {
      await taken(...messagesWith(member, NESTED));
      const expected = { code: 'not-json', rows: expect.stringContaining(`{"row":1,"column":"${member}"`) };
      expect(letters()).toMatchObject(NESTED.map((_, i) => ({ ...expected, offset: String(i + 1) })));
      expect(Object.keys(await figures())).toHaveLength(2);
    });

    const ODD = [
      ...['null', '""', '7', '-7', '9'.repeat(400), `0.${'1'.repeat(300)}`, JSON.stringify('é'.repeat(50_000)), '"\\ud83d"', '"\\u0000"'],
      ...['"a\\nb\\r\\nc"', '"__proto__"', '"constructor"', '"\\ufeff"', '"=1+1"', '"<script>"'],
    ];
    it.each(MEMBERS)('%s is odd: each such row is recorded or refused, and nothing between', async (member) => {
      await taken(...messagesWith(member, ODD));
      const [{ completed }] = (await intake.submissions()) as [Awaited<ReturnType<typeof intake.submissions>>[0]];
      expect(completed.rows).toMatchObject({ read: ODD.length + 2, ignored: 0 });
      expect(letters()).toHaveLength(completed.rows.refused);
    });

    it.each([
      ['__proto__', `{"__proto__":{"status":"missing"},"constructor":1,"indicator":"t.rate","area":"${NORTH}","period":"2010","value":5}`],
      ['a key twice', `{"value":4,"indicator":"t.rate","area":"${NORTH}","period":"2010","value":5}`],
      ['a key called offset', `{"offset":"7\\"","indicator":"t.rate","area":"${NORTH}","period":"2010","value":5}`],
    ])('%s does no harm', async (_, text) => {
      await taken(raw(text));
      expect(await figures()).toMatchObject({ [`${NORTH} 2010-01`]: { value: 5, status: 'final' } });
      expect(letters()).toEqual([]);
    });
  });
});
