import { Refusal } from '#libs/kernel';
import { catalogueStub, feedOf, indicatorOf } from '../../reading/testing/catalogue-stub.js';
import { reading } from '../../reading/testing/bodies.js';

const catalogue = catalogueStub({
  areas: { E06000002: { name: 'Middlesbrough', parents: ['E12000001'] }, E12000001: {}, E08000009: {} },
  indicators: [
    indicatorOf('c', { measure: 'count' }),
    indicatorOf('p', { measure: 'proportion', per: 100, frequency: 'calendar' }),
    indicatorOf('r', { measure: 'rate', per: 1000, frequency: 'financial' }),
  ],
});
const HEADER = 'indicator,area,period,value,numerator,denominator,lower,upper,level,status,breakdown\n';
const read = (content: string | Uint8Array, more: Parameters<typeof reading>[2] = {}) =>
  reading('observations', content, { catalogue, ...more });
/** What became of one row. */
async function fate(row: string): Promise<unknown> {
  const { sink } = await read(HEADER + row + '\n');
  return sink.refused[0]?.code ?? sink.stated[0] ?? sink.ignored;
}

describe('observations', () => {
  it('states a whole row', async () =>
    expect(await fate('p,E06000002,2020,50.10000000000001,501,1000,47,53,99.8,provisional,sex=male')).toEqual({
      indicator: 'p',
      area: 'E06000002',
      period: 'C2020',
      breakdown: 'sex=male',
      status: 'provisional',
      row: 1,
      value: 50.1,
      numerator: 501,
      denominator: 1000,
      lower: 47,
      upper: 53,
      level: 99.8,
    }));
  it('refuses a row that lacks several cells', async () => expect(await fate('r,E06000002,2003-04,,7,3000')).toBe('too-few-cells'));
  it.each([
    ['a value from its parts', 'r,E06000002,2003-04,,7,3000,,,,,', { value: 2.33333333333, period: 'F2003', status: 'final' }],
    ['a blank as missing', 'c,E06000002,2020-05,,,,,,,,', { status: 'missing:blank' }],
    ['a suppressed figure', 'c,E06000002,2020-05,,,,,,,suppressed:small-number,', { status: 'suppressed:small-number' }],
    ['limits without a level as 95', 'p,E06000002,2020,50,,,47,53,,,', { level: 95 }],
    ['a value beyond its limits, as published ones are', 'p,E06000002,2020,60,,,47,53,,,', { value: 60 }],
    ['thousands separators', 'c,E06000002,2020-05,"1,688",,,,,,,', { value: 1688 }],
    ['one trailing cell less', 'c,E06000002,2020-05,5,,,,,,', { value: 5 }],
    ['an empty row by leaving it out', ',,,,,,,,,,', { 'empty-row': 1 }],
  ])('takes %s', async (_, row, expected) => expect(await fate(row)).toMatchObject(expected));

  it.each([
    ['negative-count', 'c,E06000002,2020-05,-1,,,,,,,'],
    ['numerator-above-denominator', 'p,E06000002,2020,,11,10,,,,,'],
    ['zero-denominator', 'r,E06000002,2003-04,,0,0,,,,,'],
    ['negative-count', 'r,E06000002,2003-04,,5,-10,,,,,'],
    ['out-of-range', 'p,E06000002,2020,100.1,,,,,,,'],
    ['limits-do-not-hold', 'p,E06000002,2020,50,,,53,47,,,'],
    ['future-period', 'c,E06000002,2026-07,1,,,,,,,'],
    ['wrong-period-kind', 'c,E06000002,2020,1,,,,,,,'],
    ['unreadable-period', 'c,E06000002,Maytime,1,,,,,,,'],
    ['unknown-area', 'c,E06999999,2020-05,1,,,,,,,'],
    ['unknown-indicator', 'zzz,E06000002,2020-05,1,,,,,,,'],
    ['unknown-marker', 'c,E06000002,2020-05,q,,,,,,,'],
    ['unknown-marker', 'c,E06000002,2020-05,5,,,,,,q,'],
    ['value-beside-marker', 'c,E06000002,2020-05,5,,,,,,suppressed,'],
    ['not-a-number', 'c,E06000002,2020-05,NaN,,,,,,,'],
    ['not-a-number', 'c,E06000002,2020-05,Infinity,,,,,,,'],
    ['not-a-number', 'c,E06000002,2020-05,£5,,,,,,,'],
    ['not-a-number', 'c,E06000002,2020-05,5,1e999,,,,,,'],
    ['too-many-cells', 'c,E06000002,2020-05,5,,,,,,,,x'],
    ['breakdown-too-long', `c,E06000002,2020-05,5,,,,,,,${'x'.repeat(300)}`],
    ['unknown-indicator', '__proto__,E06000002,2020-05,5,,,,,,,'],
    ['unknown-area', 'c,constructor,2020-05,5,,,,,,,'],
    ['unknown-area', 'c,../../etc/passwd,2020-05,5,,,,,,,'],
  ])('refuses as %s: %s', async (code, row) => expect(await fate(row)).toBe(code));

  it('names row, column, code and the way to mend it, and goes on', async () => {
    const { outcome, sink } = await read(`${HEADER}c,E06000002,2020-05,1,,,,,,,\nc,X,2020-05,1,,,,,,,\nc,E06000002,2020-06,2,,,,,,,\n`);
    expect(outcome).toEqual({ rows: 3, taken: 2, complete: [] });
    expect(sink.refused).toEqual([
      { row: 2, column: 'area', code: 'unknown-area', detail: expect.stringContaining('import it'), retryable: true },
    ]);
    expect(sink.stated.map(({ row }) => row)).toEqual([1, 3]);
  });

  it('suggests the code of an area or indicator that is named (issue 9, 5: the nearest code)', async () => {
    const areas = { E08000021: { name: 'Newcastle upon Tyne' } };
    const rows = 'crime.burglary,Newcastle upon Tyne,2020-05,1,,,,,,,\nBurglary,E08000021,2020-05,1,,,,,,,\n';
    const burglary = indicatorOf('crime.burglary', { name: 'Burglary' });
    const { sink } = await read(HEADER + rows, { catalogue: catalogueStub({ areas, indicators: [burglary] }) });
    expect(sink.refused).toMatchObject([
      { code: 'unknown-area', detail: expect.stringContaining('did you mean E08000021 (Newcastle upon Tyne)?') },
      { code: 'unknown-indicator', detail: expect.stringContaining('did you mean crime.burglary (Burglary)?') },
    ]);
  });

  it('names the physical line of a row: header, preamble, blank lines and line ends in quotes counted', async () => {
    const rows = 'c,E06000002,2020-05,1,\n\n"c",E06000002,2020-06,1,"a\r\nb\nc"\nc,X,2020-05,1,\r\n\r\nc,Y,2020-05,1,\n';
    const { sink } = await read(`A title\n\nindicator,area,period,value,note\n${rows}`);
    expect(sink.refused.map(({ row }) => [row, sink.lines.of(row)])).toEqual([
      [3, 9],
      [4, 11],
    ]);
    expect(sink.subjects).toEqual(['X', 'Y']);
  });

  it.each(['"Zeb', 'Zeb,"c'])('refuses a row whose stray quote (%s) swallows others, which would be lost without a word', async (stray) => {
    const rest = [
      'E06000002,2020-01,5',
      'Bob,c,E06000002,2020-02,6',
      `Jim${stray.includes(',') ? ',' : ''}"c,E06000002,2020-03,7`,
      'Al,c,E06000002,2020-04,8',
    ];
    const first = stray.includes(',') ? stray : `${stray},c`;
    const { outcome, sink } = await read(`name,indicator,area,period,value\n${first},${rest.join('\n').replace('Jim"c', 'Jim",c')}\n`);
    expect(outcome).toMatchObject({ rows: 2, taken: 1 });
    expect(sink.refused).toMatchObject([{ row: 1, code: 'stray-quote' }]);
    expect(sink.stated).toMatchObject([{ period: 'M2020-04' }]);
  });
  it('takes a row of several lines', async () =>
    expect(
      (await read('note,indicator,area,period,value\r\n"one, two\r\nthree, four",c,E06000002,2020-01,5\r\n')).sink.stated,
    ).toHaveLength(1));

  it('holds a feed to its areas and indicators', async () => {
    const feed = feedOf('observations', { areas: ['E12000001'], indicators: ['c', 'crime.*'] });
    const { sink } = await read(`${HEADER}c,E06000002,2020-05,1,,,,,,,\nc,E08000009,2020-05,1,,,,,,,\np,E06000002,2020,1,,,,,,,\n`, {
      feed,
    });
    expect(sink.refused.map(({ code }) => code)).toEqual(['not-your-area', 'not-your-indicator']);
    expect(sink.stated).toHaveLength(1);
  });
});

describe('design 4.2: keys are compared in canonical form', () => {
  const key = async (indicator: string, area: string, period: string, breakdown: string): Promise<unknown> => {
    const row = [indicator, area, period, '5', '', '', '', '', '', '', breakdown].map((cell) => `"${cell}"`).join(',');
    const { stated, refused } = (await read(`${HEADER}${row}\n`)).sink;
    return refused[0]?.code ?? [stated[0]!.indicator, stated[0]!.area, stated[0]!.period, stated[0]!.breakdown];
  };
  it.each([' ', '\t', '\u00a0', '\ufeff', '\n', '\r\n', '\u2009'])('without %j around', async (pad) =>
    expect(await key(`${pad}c${pad}`, `${pad}E06000002${pad}`, `${pad}2020-05${pad}`, `${pad}sex=male${pad}`)).toEqual([
      'c',
      'E06000002',
      'M2020-05',
      'sex=male',
    ]),
  );
  it('without case', async () =>
    expect(await key('C', 'e06000002', 'may 2020', 'Sex=Male')).toEqual(['c', 'E06000002', 'M2020-05', 'sex=male']));
  it('with dimensions in order', async () =>
    expect(await key('c', 'E06000002', '2020-05', 'sex=male;age=16-24')).toEqual(['c', 'E06000002', 'M2020-05', 'age=16-24;sex=male']));
});

describe('observations as JSON', () => {
  const one = { indicator: 'c', area: 'E06000002', period: '2020-05', value: 5 };
  const expected = { indicator: 'c', area: 'E06000002', period: 'M2020-05', breakdown: '', status: 'final', row: 1, value: 5 };
  it.each([
    ['one a line', JSON.stringify(one) + '\n'],
    ['a list', JSON.stringify([one])],
    ['a list over many lines', JSON.stringify([one], null, 2)],
    ['an object over many lines', JSON.stringify(one, null, 2)],
    ['an object that holds a list', JSON.stringify({ observations: [one] })],
  ])('reads %s', async (_, body) => expect((await read(body)).sink.stated).toEqual([expected]));

  it('counts lines, refuses those that are no objects, and reads on', async () => {
    const { outcome, sink } = await read(
      `${JSON.stringify(one)}\n\n{"a":\n[1]\n${JSON.stringify({ ...one, value: true })}\n${JSON.stringify({ ...one, period: '2020-06' })}`,
    );
    expect(outcome).toMatchObject({ rows: 5, taken: 2 });
    expect(sink.refused.map(({ row, code }) => [row, code])).toEqual([
      [2, 'not-json'],
      [3, 'not-json'],
      [4, 'not-json'],
    ]);
    expect([1, 2, 4].map((row) => sink.lines.of(row))).toEqual([1, 3, 5]);
  });

  it('refuses an object with keys of which it reads none, among others, and takes one without keys as an empty row (case 8)', async () => {
    const line = JSON.stringify(one);
    const { sink, outcome } = await read(`${line}\n{"Indicator":"c","Area":"E06000002"}\n{}\n{"data":[${line}]}\n`);
    expect(outcome).toMatchObject({ rows: 4, taken: 1 });
    expect(sink.refused).toMatchObject([
      { row: 2, code: 'unexpected-keys', detail: expect.stringContaining('but Indicator, Area; write') },
      { row: 4, code: 'unexpected-keys', detail: expect.stringContaining('but data; write') },
    ]);
  });

  it('lets the keys __proto__ and constructor do no harm', async () => {
    const { sink } = await read(
      `{"indicator":"c","area":"E06000002","period":"2020-05","value":5,"__proto__":{"status":"missing"},"constructor":1}\n`,
    );
    expect(sink.stated).toEqual([expected]);
    expect(({} as Record<string, unknown>)['status']).toBeUndefined();
  });

  it('takes no value from a prototype', async () =>
    expect((await read('{"__proto__":{"indicator":"c","period":"2020-05","value":5},"area":"E06000002"}\n')).outcome).toMatchObject({
      code: 'unexpected-header',
      facts: { found: ['__proto__', 'area'] },
    }));

  it.each([
    [
      'keys in another case',
      '{"Indicator":"c","Area":"E06000002","Period":"2013-04","Value":5}\n',
      ['Indicator', 'Area', 'Period', 'Value'],
    ],
    ['many such lines', '{"a":1}\n{"b":2}\n', ['a']],
    ['a wrapped list', `{"data":[${JSON.stringify(one)}]}`, ['data']],
    ['a wrapped list over many lines', JSON.stringify({ data: [one], meta: { n: 1 } }, null, 2), ['data', 'meta']],
    ['GeoJSON', '{"type": "FeatureCollection", "features": []}', ['type', 'features']],
    ['an error', '{"error":"rate limit"}', ['error']],
    ['a list of other things', '[{"id":1},{"id":2}]', ['id']],
    ['observations without a period', '[{"indicator":"c","area":"E06000002","value":1}]', ['indicator', 'area', 'value']],
    ['observations without a figure', '[{"indicator":"c","area":"E06000002","period":"2020"}]', ['indicator', 'area', 'period']],
    ['an object without keys', '{}', []],
    ['a list of lists', '[[1],[2]]', []],
  ])('refuses %s whole, as it does a CSV with such a header', async (_, body, found) =>
    expect((await read(body)).outcome).toMatchObject({
      code: 'unexpected-header',
      facts: { expected: ['indicator', 'area', 'period', 'value'], found },
    }),
  );

  it.each(['[]', '{"observations": []}', ' [ ] \n'])('refuses %j as empty', async (body) =>
    expect((await read(body)).outcome).toMatchObject({ code: 'empty-body' }),
  );

  it.each([
    ['a list', '['.repeat(60_000) + ']'.repeat(60_000)],
    ['an object', '{"a":'.repeat(60_000) + '1' + '}'.repeat(60_000)],
    ['observations', '{"observations":'.repeat(60_000) + '[]' + '}'.repeat(60_000)],
    ['an unclosed list', '['.repeat(60_000)],
  ])('refuses %s nested 60,000 deep, and throws nothing', async (_, body) => expect((await read(body)).outcome).toBeInstanceOf(Refusal));

  it('takes a row whose value is nested as no value', async () =>
    expect(
      (await read(`${JSON.stringify(one).slice(0, -1)},"status":${'['.repeat(60_000)}${']'.repeat(60_000)}}\n`)).sink.refused,
    ).toMatchObject([{ code: 'not-json', column: 'status' }]));

  it('notes a CSV with a header and no rows', async () =>
    expect((await read(HEADER)).sink.notes).toEqual([{ code: 'no-rows', detail: expect.stringContaining('nothing is recorded') }]));

  it('refuses JSON that is too large to be held, and says what to send', async () => {
    const limits = { lineBytesMax: 1000, rowsMax: 100, jsonBytesMax: 2000 };
    const { outcome } = await read(JSON.stringify(Array.from({ length: 100 }, () => one)), { limits });
    expect(outcome).toMatchObject({ code: 'json-too-large', detail: expect.stringContaining('NDJSON') });
  });

  it('refuses a list that breaks off', async () => expect((await read('[{"indicator":"c"},')).outcome).toMatchObject({ code: 'not-json' }));
});

describe('a body that is not what the feed expects', () => {
  const limits = { lineBytesMax: 2000, rowsMax: 3, jsonBytesMax: 2000 };
  it.each([
    ['unexpected-header', 'a,b,c\n1,2,3\n'],
    ['unexpected-header', 'indicator,area,period\nc,E06000002,2020-05\n'],
    ['empty-body', ''],
    ['repeated-column', 'indicator,area,period,value,value\n'],
    ['line-too-long', `${HEADER}${'x'.repeat(3000)}`],
    ['line-too-long', `{"a":"${'x'.repeat(3000)}"}\n`],
    ['too-many-rows', `${HEADER}${'c,E06000002,2020-05,1,,,,,,,\n'.repeat(4)}`],
    ['unclosed-quote', `${HEADER}c,"E06000002,2020-05,1\n`],
    ['not-text', 'PK\u0003\u0004 and so on'],
    ['not-text', `${HEADER}c,E06000002,2020-05,\0,,,,,,,\n`],
  ])('is refused whole as %s', async (code, body) => {
    const { outcome } = await read(body, { limits });
    expect(outcome).toBeInstanceOf(Refusal);
    expect((outcome as Refusal).code).toBe(code);
  });

  it('is told the expected and the found header', async () =>
    expect((await read('Type,Date\n')).outcome).toMatchObject({
      facts: { expected: ['indicator', 'area', 'period', 'value'], found: ['Type', 'Date'] },
    }));
});

describe('encodings', () => {
  const text = 'indicator,area,period,value,breakdown\nc,E06000002,2020-05,5,Ynys Môn £\n';
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', Buffer.from(utf16).swap16()],
    ['cp1252', Buffer.from(text, 'latin1')],
  ])('%s is read', async (_, bytes) => {
    const { sink } = await read(bytes);
    expect(sink.stated.map(({ breakdown, value }) => [breakdown, value])).toEqual([['ynys môn £', 5]]);
  });
  it('notes cp1252', async () => expect((await read(Buffer.from(text, 'latin1'))).sink.notes.map(({ code }) => code)).toEqual(['cp1252']));
  it('refuses such rows where the profile insists on UTF-8', async () => {
    const { sink } = await read(Buffer.from(text, 'latin1'), { feed: feedOf('observations', { profile: { encoding: 'utf-8' } }) });
    expect(sink.refused.map(({ code }) => code)).toEqual(['invalid-utf8']);
  });
});
