import { catalogueStub, feedOf, indicatorOf } from '../../reading/testing/catalogue-stub.js';
import { reading } from '../../reading/testing/bodies.js';

const catalogue = catalogueStub({
  areas: { E08000021: {} },
  indicators: [
    indicatorOf('c', { frequency: 'calendar' }),
    indicatorOf('p', { measure: 'proportion', per: 100, frequency: 'calendar', decimals: 1 }),
    indicatorOf('r', { measure: 'rate', per: 1000, frequency: 'calendar', decimals: 1 }),
    indicatorOf('local.r', { measure: 'rate', per: 1000, frequency: 'calendar', decimals: 1 }),
  ],
});
type Row = Readonly<Record<string, string | number | undefined>>;
const NAMES = ['indicator', 'area', 'period', 'value', 'numerator', 'denominator', 'lower', 'upper', 'level', 'status', 'breakdown'];
const csv = (row: Row): string => `${NAMES.join(',')}\n${NAMES.map((name) => `"${row[name] ?? ''}"`).join(',')}\n`;
const SHAPES: Readonly<Record<string, (row: Row) => string>> = {
  CSV: csv,
  NDJSON: (row) => `${JSON.stringify(row)}\n`,
  JSON: (row) => JSON.stringify([row], null, 1),
};
const whole = (row: Row): Row => ({ indicator: 'r', area: 'E08000021', period: '2010', ...row });

/** The row as each shape gives it, all alike. */
async function fate(row: Row, profile: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const fates: unknown[] = [];
  for (const write of Object.values(SHAPES)) {
    const { sink } = await reading('observations', write(whole(row)), { catalogue, feed: feedOf('observations', { profile }) });
    fates.push({ code: sink.refused[0]?.code, notes: sink.notes.map(({ code }) => code), ...sink.stated[0] });
  }
  expect(fates).toEqual(fates.map(() => fates[0]));
  return fates[0];
}

describe('design 4.2: a row is checked after everything that changes its numbers', () => {
  it.each([
    ['numerator over denominator', { numerator: '1e308', denominator: 0.5 }, {}],
    ['numerator over denominator, below zero', { indicator: 'r', numerator: '1e308', denominator: '1e-308' }, {}],
    ['the scale of the profile', { value: '1e300' }, { indicators: { r: { code: 'r', scale: 1e300 } } }],
    ['the scale, of a limit', { value: 1, lower: 0, upper: '1e300' }, { indicators: { r: { code: 'r', scale: 1e300 } } }],
  ])('refuses what no computer holds, by %s', async (_, row, profile) =>
    expect(await fate(row, profile)).toMatchObject({ code: 'out-of-range' }),
  );

  it('refuses a proportion that the scale brings out of its bounds', async () =>
    expect(await fate({ indicator: 'p', value: 50 }, { indicators: { p: { code: 'p', scale: 100 } } })).toMatchObject({
      code: 'out-of-range',
    }));

  it.each([{ value: -1 }, { numerator: -5, denominator: 10 }, { numerator: 5, denominator: -10 }])(
    'refuses a rate below zero: %j',
    async (row) => expect(await fate(row)).toMatchObject({ code: 'negative-count' }),
  );

  it('measures a breakdown in bytes as written', async () => {
    expect(await fate({ value: 1, breakdown: 'é'.repeat(100) })).toMatchObject({ value: 1 });
    expect(await fate({ value: 1, breakdown: 'é'.repeat(101) })).toMatchObject({ code: 'breakdown-too-long' });
    expect(await fate({ value: 1, breakdown: '\u0001'.repeat(40) })).toMatchObject({ code: 'breakdown-too-long' });
  });
});

describe('design 4.2: where a value is not stated and its parts are, the value is theirs', () => {
  it.each(['final', 'provisional', 'revised', 'estimated', 'final:low-reliability'])(
    'with the status %s that the row states',
    async (status) =>
      expect(await fate({ numerator: 1234, denominator: 111000, status })).toMatchObject({ value: 11.1171171171, status, notes: [] }),
  );

  it.each([
    ['ons-els', { status: ['status'], area: ['areacd'] }, 'p', 'provisional'],
    ['ons-els', { status: ['status'], area: ['areacd'] }, 'u', 'final:low-reliability'],
    ['data-lab', { area: ['areacd'] }, 'provisional', 'provisional'],
  ])('on feeds of %s too (%j, %s)', async (format, columns, status, expected) => {
    const profile = { columns: { ...columns, numerator: ['n'], denominator: ['d'] }, complete: 'none' };
    const body = `areacd,indicator,period,value,n,d,status\nE08000021,R,2010,,1234,111000,${status}\n`;
    const { sink } = await reading(format, body, { catalogue, feed: feedOf(format, { profile }) });
    expect(sink.stated).toMatchObject([{ value: 11.1171171171, status: expected }]);
  });

  it('notes parts that make no value', async () =>
    expect([await fate({ numerator: 3 }), await fate({ denominator: 3, status: 'final' })]).toMatchObject([
      { status: 'missing:blank', numerator: 3, notes: ['parts-without-value'] },
      { status: 'missing:blank', denominator: 3, notes: ['parts-without-value'] },
    ]));

  it('notes a value that is not what its parts come to, and takes it', async () => {
    expect(await fate({ value: 7.5, numerator: 3, denominator: 40 })).toMatchObject({ value: 7.5, notes: ['value-differs-from-parts'] });
    expect(await fate({ value: 11.1, numerator: 1234, denominator: 111000 })).toMatchObject({ value: 11.1, notes: [] });
  });

  const ABSENT = ['x', 'z', '..', ':', '-', '.', '[x]', '[z]', 'low', 'n/a', 'missing', 'missing:not-available'];
  it.each(ABSENT)('also beside %s, which says that a value is not stated and takes nothing from what is', async (marker) => {
    const taken = { value: 75, numerator: 3, denominator: 40, status: 'final', notes: ['parts-beside-missing'] };
    expect(await fate({ numerator: 3, denominator: 40, status: marker })).toMatchObject(taken);
    expect(await fate({ numerator: 3, denominator: 40, value: marker })).toMatchObject(taken);
    expect(await fate({ numerator: 3, denominator: 40, value: marker, status: 'p' })).toMatchObject({ ...taken, status: 'provisional' });
  });

  it.each(ABSENT)('but not where %s stands for a part, or the parts make no value', async (marker) => {
    const missing = { status: expect.stringMatching(/^missing/), notes: expect.not.arrayContaining(['parts-beside-missing']) };
    expect(await fate({ value: marker, numerator: marker, denominator: 40 })).toMatchObject({ ...missing, denominator: 40 });
    expect(await fate({ value: marker, numerator: 3, denominator: marker })).toMatchObject({ ...missing, numerator: 3 });
    expect(await fate({ indicator: 'c', value: marker, numerator: 3, denominator: 40 })).toMatchObject(missing);
  });

  it('beside a marker of absence that brings the value out of its bounds is refused', async () =>
    expect(await fate({ indicator: 'p', value: 'x', numerator: 50, denominator: 40 })).toMatchObject({
      code: 'numerator-above-denominator',
    }));

  it.each(['ons-els', 'data-lab'])('also beside x, z and .. on feeds of %s', async (format) => {
    const columns = { area: ['areacd'], value: ['value'], status: ['status'], numerator: ['n'], denominator: ['d'] };
    for (const marker of ['x', 'z', '..']) {
      const rows = `E08000021,R,2010,${marker},1234,111000,\nE08000021,R,2011,,1234,111000,${marker}\n`;
      const feed = feedOf(format, { profile: { columns, complete: 'none' } });
      const { sink } = await reading(format, `areacd,indicator,period,value,n,d,status\n${rows}`, { catalogue, feed });
      expect(sink.stated.map(({ value, status }) => [value, status])).toEqual([1, 2].map(() => [11.1171171171, 'final']));
    }
  });
});

describe('design 4.2: a suppressed figure carries no parts and no limits', () => {
  const parts = { numerator: 3, denominator: 40, lower: 1.6, upper: 20.4, level: 95 };
  const bare = {
    code: undefined,
    notes: ['parts-beside-suppressed'],
    indicator: 'p',
    area: 'E08000021',
    period: 'C2010',
    breakdown: '',
    row: 1,
  };
  const profile = { markers: { '*': 'suppressed:small-number', p: 'provisional' } };
  it.each([
    ['by its status', { status: 'suppressed', ...parts }, 'suppressed'],
    ['in place of its value', { value: '*', ...parts }, 'suppressed:small-number'],
    ['in place of its value, beside a status', { value: '*', status: 'p', ...parts }, 'suppressed:small-number'],
    ['in place of its value, beside a status that says missing', { value: '*', status: 'missing', ...parts }, 'suppressed:small-number'],
    ['in place of its numerator', { ...parts, numerator: '*' }, 'suppressed'],
    ['in place of a limit', { ...parts, upper: '*', status: 'final' }, 'suppressed'],
  ])('marked %s', async (_, row, status) => expect(await fate({ indicator: 'p', ...row }, profile)).toEqual({ ...bare, status }));

  it('is refused with a value', async () =>
    expect(await fate({ indicator: 'p', value: 7.5, status: 'suppressed' })).toMatchObject({ code: 'value-beside-marker' }));

  it('is no reason to hide a value that is stated beside a suppressed part', async () =>
    expect(await fate({ indicator: 'p', value: 7.5, numerator: '*', denominator: 40 }, profile)).toMatchObject({
      value: 7.5,
      denominator: 40,
    }));
});

describe('what is taken with a doubt is noted in the receipt', () => {
  const limits = { indicator: 'p', lower: 28, upper: 32, level: 95 };
  it.each([27.9, 32.1, 0])('a value of %d outside its own limits', async (value) =>
    expect(await fate({ ...limits, value })).toMatchObject({ value, lower: 28, upper: 32, notes: ['value-outside-limits'] }),
  );
  it.each([28, 27.96, 32.04, 30])('but not a value of %d, which is outside by rounding at most', async (value) =>
    expect(await fate({ ...limits, value })).toMatchObject({ value, notes: [] }),
  );
  it('nor one beside a single limit that holds', async () =>
    expect(await fate({ ...limits, value: 30, upper: '' })).toMatchObject({ notes: [] }));
});

describe('design 4.6: the level of published limits is checked', () => {
  const limits = { indicator: 'p', value: 30, lower: 28, upper: 32 };
  it.each([998, -5, 0, 200, 1])('refuses a level of %d', async (level) =>
    expect(await fate({ ...limits, level })).toMatchObject({ code: 'level-out-of-range' }),
  );
  it.each([
    [0.95, 95],
    [0.998, 99.8],
  ])('reads %d as %d, and notes it', async (level, read) =>
    expect(await fate({ ...limits, level })).toMatchObject({ level: read, notes: ['level-as-share'] }),
  );
});
