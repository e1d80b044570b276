import { catalogueStub, feedOf, indicatorOf } from '../reading/testing/catalogue-stub.js';
import { bodyOf, reading } from '../reading/testing/bodies.js';
import { TextBody } from '../reading/text-body.js';

const catalogue = catalogueStub({
  areas: { E06000002: { name: 'Middlesbrough' }, E01000001: {} },
  indicators: [
    indicatorOf('c'),
    indicatorOf('p', { measure: 'proportion', per: 100, frequency: 'calendar', decimals: 1 }),
    indicatorOf('f', { frequency: 'financial' }),
    indicatorOf('a', { frequency: 'academic' }),
    indicatorOf('r', { measure: 'rate', per: 1000, frequency: 'calendar', decimals: 1 }),
  ],
});
const HEAD = 'indicator,area,period,value';
const WIDE = `${HEAD},numerator,denominator,lower,upper,level,status,breakdown`;
const read = (content: string | Uint8Array, profile = {}) =>
  reading('observations', content, { catalogue, feed: feedOf('observations', { profile }) });
const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const row = (period: string, value: string | number = 5, ...more: string[]): string => ['c', 'E06000002', period, value, ...more].join();
/** What became of a body: values by period, refusals, what was ignored, and notes. */
async function fate(content: string | Uint8Array, profile = {}) {
  const { outcome, sink } = await read(content, profile);
  const { refused, ignored, notes, stated } = sink;
  return {
    code: 'code' in outcome ? outcome.code : undefined,
    values: stated.map(({ period, value }) => [period, value]),
    refused: refused.map(({ row: n, column, code }) => [n, column, code]),
    ignored,
    notes: notes.map(({ code }) => code),
  };
}
const refusals = async (content: string): Promise<unknown> => (await fate(content)).refused;

describe('a number that a comma tore apart is not taken for two (design 7: counts lost or replaced without a word)', () => {
  it.each(['1,234', '12,345,678', '5,0', '1,234.5', '-1,234'])('%s without quotes, before empty cells', async (value) =>
    expect(await refusals(lines(WIDE, row('2020-01', value, ',,,,,,')))).toEqual([[1, null, 'too-many-cells']]),
  );
  it('while empty cells that a spreadsheet leaves behind do no harm', async () =>
    expect(await fate(lines(HEAD, row('2020-01', 5, '', '')))).toMatchObject({ values: [['M2020-01', 5]], refused: [] }));
});

describe('numbers', () => {
  it('that are too small to be held are no zero', async () =>
    expect(await refusals(lines(HEAD, row('2020-01', '1e-400'), row('2020-02', '0e5')))).toEqual([[1, 'value', 'not-a-number']]));
  it.each(['#REF!', '#DIV/0!', '#VALUE!', '#NAME?'])('that a spreadsheet failed to work out (%s) are said to be that', async (value) =>
    expect((await read(lines(HEAD, row('2020-01', value)))).sink.refused).toMatchObject([
      { code: 'not-a-number', detail: expect.stringContaining('error of a spreadsheet') },
    ]),
  );
  it('below zero are refused by their own column', async () =>
    expect(await refusals(lines(WIDE, 'r,E06000002,2020,5,,-3,,,,,'))).toEqual([[1, 'denominator', 'negative-count']]));
  it('of a percentage that never lie above 1 are noted, for they may be shares of 1', async () => {
    const shares = (values: number[]) => lines(HEAD, ...values.map((value, i) => `p,E06000002,${2001 + i},${value}`));
    expect((await fate(shares([0.1, 0.2, 0.9, 1, 0.4]))).notes).toEqual(['shares-of-one']);
    expect((await fate(shares([0.1, 0.2, 0.9, 1.1, 0.4]))).notes).toEqual([]);
    expect((await fate(shares([0, 0, 0, 0, 0, 0]))).notes).toEqual([]);
    expect((await fate(shares([0.1, 0.2]))).notes).toEqual([]);
  });
});

describe('periods', () => {
  it.each(['Marzipan 2019', 'Mayor-19', 'Decade 2019', 'Janvier 2019', '0001-01', '0201-05'])('%s is none', async (period) =>
    expect(await refusals(lines(HEAD, row(period)))).toEqual([[1, 'period', 'unreadable-period']]),
  );
  it.each([
    'Sept 2019',
    'SEP 2019',
    'September 2019',
    'septem 2019',
    '2019-09-01 00:00:00',
    '2019-09-01T00:00:00',
    '2019-09-01T00:00:00.000Z',
  ])('%s is September 2019', async (period) => expect((await fate(lines(HEAD, row(period)))).values).toEqual([['M2019-09', 5]]));
  it('of a bare year, where years begin in April or September, are noted with what they were read as', async () => {
    const { sink } = await read(lines(HEAD, 'f,E06000002,2003,5', 'f,E06000002,2004,5', 'a,E06000002,2005,5', 'p,E06000002,2003,5'));
    expect(sink.notes).toEqual([{ code: 'bare-year', detail: expect.stringMatching(/2003 as 2003-04 .*2005 as 2005\/06 /) }]);
  });
});

describe('rows that are no data', () => {
  it('are ignored where they repeat the header, as files put one behind the other do', async () => {
    expect(await fate(lines(HEAD, row('2020-01'), HEAD, row('2020-02'), '"indicator","area", period ,VALUE'))).toEqual({
      code: undefined,
      values: [
        ['M2020-01', 5],
        ['M2020-02', 5],
      ],
      refused: [],
      ignored: { 'repeated-header': 2 },
      notes: [],
    });
  });
  it('are ignored where they hold nothing but spaces', async () =>
    expect(await fate(lines(HEAD, row('2020-01'), '   ,,,', '" ",\u00a0,\t,'))).toMatchObject({
      refused: [],
      ignored: { 'empty-row': 2 },
    }));
  it('are refused where they are notes, in plain words', async () =>
    expect((await read(lines(HEAD, row('2020-01'), 'Source: ONS'))).sink.refused).toMatchObject([
      { code: 'too-few-cells', detail: expect.stringMatching(/^The row has 1 cell and the header 4; /) },
    ]));
  it('repeat the header in police files, too', async () => {
    const head = 'Crime ID,Month,LSOA code,Crime type';
    const { outcome, sink } = await reading('police-street', lines(head, ',2020-05,E01000001,Burglary', head), {
      catalogue: catalogueStub(),
    });
    expect([outcome, sink.refused, sink.ignored]).toMatchObject([{ rows: 2, taken: 1 }, [], { 'repeated-header': 1 }]);
  });
});

describe('bodies that are no text of ours', () => {
  const utf32 = (text: string): Buffer => Buffer.from([0xff, 0xfe, 0, 0, ...[...text].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])]);
  it.each([
    ['UTF-32', utf32(lines(HEAD, row('2020-01')))],
    ['UTF-16 with zeros in it', Buffer.from(`\ufeff${HEAD}\n${row('2020-01', '5\0')}\n`, 'utf16le')],
    ['a web page', '<!DOCTYPE html><html><body>Sign in, A. Person</body></html>'],
    ['a web page without a type', '\n <html><body>Sign in</body></html>'],
    ['XML', '\ufeff<?xml version="1.0"?><figures/>'],
  ])('are refused as not-text, and nothing of them is quoted: %s', async (_, body) => {
    const { outcome } = await read(body);
    expect(outcome).toMatchObject({ code: 'not-text', detail: expect.not.stringContaining('Sign') });
  });
  it('keep a byte that a piece ends in', async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of new TextBody(bodyOf(' \n x', 1))) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(' \n x');
  });
  it('are said to be no UTF-8 where JSON is none', async () =>
    expect(await fate(Buffer.from('{"indicator":"c","area":"é"}\n', 'latin1'))).toMatchObject({ code: 'invalid-utf8' }));
});

describe('breakdowns', () => {
  const broken = (...texts: string[]) => lines(`${HEAD},breakdown`, ...texts.map((text) => row('2020-01', 5, `"${text}"`)));
  const keys = async (...texts: string[]) => (await read(broken(...texts))).sink.stated.map(({ breakdown }) => breakdown);
  it('are one however their letters are composed', async () =>
    expect(new Set(await keys('cafe\u0301', 'caf\u00e9'))).toEqual(new Set(['caf\u00e9'])));
  it.each(['sex=male;sex=female', 'Sex=male; sex =female'])('that name a dimension twice are refused: %s', async (text) =>
    expect(await refusals(broken(text))).toEqual([[1, 'breakdown', 'dimension-twice']]),
  );
  it.each(['caf\ufffd', 'a\u0000b', 'a\u0007b'])('that were damaged on their way are refused: %j', async (text) =>
    expect(
      await refusals(`{"indicator":"c","area":"E06000002","period":"2020-01","value":5,"breakdown":${JSON.stringify(text)}}\n`),
    ).toEqual([[1, 'breakdown', 'damaged-text']]),
  );
  it.each(['Total', 'all', 'Sex=All persons', 'age=total;sex=total'])(
    'that stand for the whole (%s) are noted: they are no headline',
    async (text) => expect((await fate(broken(text))).notes).toEqual(['breakdown-of-the-whole']),
  );
  it.each(['', 'sex=male', 'age=all;sex=male', 'allotments'])('but not %j', async (text) =>
    expect((await fate(broken(text))).notes).toEqual([]),
  );
});

describe('JSON objects', () => {
  const object = (more: object) => JSON.stringify({ indicator: 'c', area: 'E06000002', period: '2020-01', ...more });
  it('without any figure are refused, and state nothing as missing', async () =>
    expect(await refusals(lines(object({ value: 1 }), object({ vaule: 1 })))).toEqual([[2, null, 'unexpected-keys']]));
  it.each([{ value: null }, { status: 'missing' }, { numerator: 5 }, { value: '' }])('but not with %j', async (more) =>
    expect((await fate(lines(object(more)))).refused).toEqual([]),
  );
});

describe('the usual markers', () => {
  it.each(['~', 'k', '[k]'])('know %s', async (marker) =>
    expect((await read(lines(HEAD, row('2020-01', marker)))).sink.stated).toMatchObject([{ status: 'missing:rounds-to-zero' }]),
  );
});

describe('a file whose numbers may be read in two ways', () => {
  it('says how both marks are read', async () =>
    expect((await read(lines(HEAD, row('2020-01', '1.234')).replaceAll(',', ';'))).sink.notes).toEqual([
      { code: 'decimal-comma', detail: expect.stringMatching(/1,5 .*1\.234 /) },
    ]));
});
