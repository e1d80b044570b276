import { catalogueStub, feedOf, indicatorOf } from '../reading/testing/catalogue-stub.js';
import { reading } from '../reading/testing/bodies.js';

const ELS = 'areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes\n';
const els = async (row: string) => (await reading('ons-els', `${ELS}E06000002,Middlesbrough,x,${row}\n`)).sink;

describe('Explore Local Statistics', () => {
  it.each([
    ['x', 'Claimant Count,2019-01-01/P1Y,,Percentage,%,,,x,', { status: 'missing:not-available' }],
    ['z', 'Claimant Count,2019-01-01/P1Y,,Percentage,%,,,z,', { status: 'missing:not-applicable' }],
    ['c', 'Claimant Count,2019-01-01/P1Y,,Percentage,%,,,c,', { status: 'suppressed:confidential' }],
    [
      'u beside a value',
      'Homicide Offences,2019-04-01T00:00:00/P3Y,8.5,x,x,,,u,',
      { status: 'final:low-reliability', value: 8.5, period: 'F2019+3' },
    ],
    ['u alone', 'Homicide Offences,2019-04-01/P3Y,,x,x,,,u,', { status: 'missing:low-reliability' }],
    ['nothing at all', 'Claimant Count,2019,,Percentage,%,,,,', { status: 'missing:blank', period: 'C2019' }],
    [
      'a sentence',
      'Claimant Count,2019,5.6,Percentage,%,5,6,Value for two areas combined,',
      { status: 'final', value: 5.6, lower: 5, upper: 6, level: 95 },
    ],
  ])('takes %s', async (_, row, expected) => expect((await els(row)).stated).toMatchObject([expected]));

  it('puts a name it does not know under the profile’s theme, to be defined and sent again', async () =>
    expect((await els('A new one (England),2019,5,,,,,,')).refused).toMatchObject([
      { code: 'unknown-indicator', detail: expect.stringContaining('local.a-new-one-england'), retryable: true },
    ]));
});

describe('the usual markers of ONS, DfE and NHS ship with the formats', () => {
  const catalogue = catalogueStub({ indicators: [indicatorOf('local.c', { frequency: 'calendar' })] });
  const SHAPES: Readonly<Record<string, (value: string, status: string) => string>> = {
    observations: (value, status) => `indicator,area,period,value,status\nlocal.c,E06000002,2019,${value},${status}\n`,
    'ons-els': (value, status) => `areacd,indicator,period,observation,status\nE06000002,C,2019,${value},${status}\n`,
    'data-lab': (value, status) => `area_code,indicator,period,value,status\nE06000002,C,2019,${value},${status}\n`,
  };
  const ABSENT = ['*', ':', '..', '.', '-', '[c]', '[x]', '[z]', '[low]', 'low', 'n/a', 'N/A', 'NA', '#N/A', 'NULL', 'z', 'c', 'x'];
  const BESIDE = ['u', 'p', 'r', 'e', '[p]', '[R]'];
  it.each(Object.keys(SHAPES))('on feeds of %s', async (format) => {
    for (const marker of ABSENT) {
      const { sink } = await reading(format, SHAPES[format]!(marker, ''), { catalogue });
      expect([marker, sink.refused, sink.stated[0]?.status, sink.stated[0]?.value]).toEqual([
        marker,
        [],
        expect.stringMatching(/^(missing|suppressed):/),
        undefined,
      ]);
    }
    for (const marker of BESIDE) {
      const { sink } = await reading(format, SHAPES[format]!('5', marker), { catalogue });
      expect([marker, sink.refused, sink.stated[0]?.value]).toEqual([marker, [], 5]);
    }
  });
});

describe('an official file of the whole kingdom', () => {
  const elsOf = async (areas: readonly string[], known: readonly string[]) => {
    const catalogue = catalogueStub({ areas: Object.fromEntries(known.map((code) => [code, {}])) });
    return (await reading('ons-els', ELS + areas.map((code) => `${code},x,x,Claimant Count,2019,5,,,,,,\n`).join(''), { catalogue })).sink;
  };
  const others = ['S12000033', 'W06000015', 'N09000003', 'K02000001', 'E47000001', 'W92000004'];
  it('has its other nations and combined authorities ignored, and nothing refused', async () => {
    const sink = await elsOf(['E06000002', ...others], ['E06000002']);
    expect([sink.stated.length, sink.refused, sink.ignored]).toEqual([1, [], { 'outside-coverage': others.length }]);
  });
  it('has them counted where the catalogue has them', async () =>
    expect((await elsOf(others, others)).stated.map(({ area }) => area)).toEqual(others));
  it('has an unknown district of England refused, and what is no code', async () =>
    expect((await elsOf(['E06999999', 'Scotland'], [])).refused.map(({ code }) => code)).toEqual(['unknown-area', 'unknown-area']));
});

describe('years as files write them', () => {
  const academic = catalogueStub({
    indicators: [
      indicatorOf('local.absence', { measure: 'proportion', per: 100, frequency: 'academic' }),
      indicatorOf('f', { frequency: 'financial' }),
    ],
  });
  const absence = async (period: string, profile = {}) =>
    (
      await reading('ons-els', `${ELS}E06000002,x,x,Absence,${period},16.07551,,%,,,,\n`, {
        catalogue: academic,
        feed: feedOf('ons-els', { profile }),
      })
    ).sink;

  it.each(['2020-08-01/P1Y', '2020-09-01/P1Y', '2020/21', '2020-08-01T00:00:00/P1Y'])(
    'take %s for the academic year 2020/21',
    async (period) => expect((await absence(period)).stated).toMatchObject([{ period: 'A2020', value: 16.07551 }]),
  );
  it('are held to what the profile says', async () =>
    expect((await absence('2020-08-01/P1Y', { academicFrom: [] })).refused).toMatchObject([{ code: 'wrong-period-kind' }]));
  it.each([
    ['Apr-03', '2003-04'],
    ['Oct-09', '2009-10'],
    ['2011-12-01', '2011-12'],
    ['Feb-99', undefined],
  ])('say of %s that Excel made it of a year', async (period, year) => {
    const { sink } = await reading('observations', `indicator,area,period,value\nf,E06000002,${period},5\n`, { catalogue: academic });
    expect(sink.refused).toMatchObject([
      {
        code: 'wrong-period-kind',
        detail: expect.stringContaining(
          year ? `Excel turned into a date: format the column as text and write ${year}` : 'write such a period',
        ),
      },
    ]);
  });
});

describe('a year of two digits is noted, since its century is a guess', () => {
  const months = catalogueStub({ indicators: [indicatorOf('m')] });
  const notesOf = async (...periods: string[]): Promise<{ code: string; detail: string }[]> =>
    (
      await reading('observations', `indicator,area,period,value\n${periods.map((p) => `m,E06000002,${p},5\n`).join('')}`, {
        catalogue: months,
      })
    ).sink.notes;
  it('with what it was read as, the earliest and the latest', async () =>
    expect(await notesOf('Jan-18', 'Dec-26', 'May 26', 'Jan-18')).toEqual([
      { code: 'two-digit-year', detail: expect.stringMatching(/^3 periods .*: Dec-26 as 1926-12 .*, May 26 as 2026-05 .*four digits/) },
    ]));
  it('once', async () =>
    expect(await notesOf('Jan-18')).toEqual([
      { code: 'two-digit-year', detail: expect.stringMatching(/^1 period writes .*: Jan-18 as 2018-01; /) },
    ]));
  it('and no other year', async () => expect(await notesOf('Jan 2018', '2018-01', '201801')).toEqual([]));
});

describe('a profile of one’s own', () => {
  const catalogue = catalogueStub({ indicators: [indicatorOf('health.weight', { measure: 'mean', frequency: 'calendar' })] });
  const header = 'area_code,area_name,indicator,period,measure,unit,value,group,sex\n';
  const read = (profile: Record<string, unknown>, rows: string) =>
    reading('data-lab', header + rows, { catalogue, feed: feedOf('data-lab', { profile: { theme: 'health', ...profile } }) });

  it('keeps only the rows it asks for', async () => {
    const { outcome, sink } = await read(
      { keep: { measure: 'Mean' } },
      'E06000002,x,Weight,2019,Mean,kg,70,,\nE06000002,x,Weight,2019,Median,kg,71,,\n',
    );
    expect(outcome).toMatchObject({ rows: 2, taken: 1 });
    expect(sink.ignored).toEqual({ 'not-kept': 1 });
  });

  it('scales figures and limits, without float noise', async () => {
    const { sink } = await read(
      { indicators: { weight: { code: 'health.weight', scale: 0.001 } } },
      'E06000002,x,Weight,2019,Mean,g,70100.1,,\n',
    );
    expect(sink.stated).toMatchObject([{ value: 70.1001 }]);
  });

  it('reads breakdowns, of which the whole is the headline', async () => {
    const profile = { breakdowns: [{ column: 'group', headline: ['Total'] }, 'sex'] };
    const { sink } = await read(
      profile,
      'E06000002,x,Weight,2019,Mean,kg,70,Total,Female\nE06000002,x,Weight,2019,Mean,kg,70,Aged 16 to 24,\n',
    );
    expect(sink.stated.map(({ breakdown }) => breakdown)).toEqual(['sex=female', 'group=aged-16-to-24']);
  });

  it('names the indicators that a complete release speaks for', async () =>
    expect((await read({ complete: 'indicator' }, 'E06000002,x,Weight,2019,Mean,kg,70,,\n')).outcome).toMatchObject({
      complete: ['health.weight'],
    }));

  it('finds the header behind a sentence and a blank line', async () => {
    const { outcome } = await reading('ons-els', `Some words, to begin with\n\n${ELS}E06000002,x,x,Claimant Count,2019,5,,,,,,\n`);
    expect(outcome).toMatchObject({ rows: 1, taken: 1 });
  });
});
