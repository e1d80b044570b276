import { catalogueStub, indicatorOf } from './testing/catalogue-stub.js';
import { reading } from './testing/bodies.js';

const catalogue = catalogueStub({ areas: { E06000002: {} }, indicators: [indicatorOf('c')] });
const read = (body: string) => reading('observations', body, { catalogue });
const valueOf = async (separator: string, ...values: string[]): Promise<unknown> => {
  const rows = values.map((value, i) => ['c', 'E06000002', `2020-0${i + 1}`, value].join(separator));
  const { sink } = await read([`indicator,area,period,value`.replaceAll(',', separator), ...rows].join('\n'));
  return [sink.refused.map(({ code }) => code), sink.stated.map(({ value }) => value), sink.notes.map(({ code }) => code)];
};

describe('what separates cells (design 5: semicolon and tab separated files are read)', () => {
  it.each([
    [';', ['1,5', '1.234,5', '7'], [1.5, 1234.5, 7], ['decimal-comma']],
    [';', ['1,234'], [1.234], ['decimal-comma']],
    [';', ['1.5', '2'], [1.5, 2], []],
    ['\t', ['1,5'], [1.5], ['decimal-comma']],
    ['\t', ['1,234', '5.5'], [1234, 5.5], []],
    [',', ['"1,234"', '5.5'], [1234, 5.5], []],
  ])('%j with %j gives %j', async (separator, values, numbers, notes) =>
    expect(await valueOf(separator, ...values)).toEqual([[], numbers, notes]),
  );

  it('is found behind a preamble, and quotes hold it', async () => {
    const { sink } = await read(
      'A title; of a sort\n\n"indicator";"area";"period";"value";"breakdown"\nc;E06000002;2020-01;"1,5";"x ""y""; z"\n',
    );
    expect(sink.stated).toMatchObject([{ value: 1.5, breakdown: 'x "y";z' }]);
  });

  it('is a tab of police files too', async () => {
    const { outcome } = await reading('police-street', 'Month\tLSOA code\tCrime type\n2018-10\tE01000001\tBurglary\n', { name: null });
    expect(outcome).toMatchObject({ rows: 1, taken: 1 });
  });
});
