import { catalogueStub, feedOf, indicatorOf } from '../reading/testing/catalogue-stub.js';
import { reading } from '../reading/testing/bodies.js';

const catalogue = catalogueStub({ areas: { E06000002: {} }, indicators: [indicatorOf('c'), indicatorOf('local.c')] });
const HEAD = 'indicator,area,period,value';

/** The notes on a file with one more column, of these texts, one a row. */
async function notes(column: string, texts: readonly string[], profile: Readonly<Record<string, unknown>> = {}) {
  const months = texts.map((text, i) => ({ indicator: 'c', area: 'E06000002', period: `2019-0${i + 1}`, value: 1, [column]: text }));
  const csv = `${HEAD},"${column}"\n${months
    .map((row) =>
      Object.values(row)
        .map((cell) => `"${cell}"`)
        .join(),
    )
    .join('\n')}\n`;
  const shapes = [csv, JSON.stringify(months), months.map((row) => JSON.stringify(row)).join('\n')];
  const found: unknown[] = [];
  for (const body of shapes) {
    const { sink } = await reading('observations', body, { catalogue, feed: feedOf('observations', { profile }) });
    expect(sink.stated).toHaveLength(texts.length);
    found.push(sink.notes);
  }
  expect(found).toEqual(found.map(() => found[0]));
  return found[0];
}

describe('a column that breaks figures down and that the profile does not name', () => {
  it.each(['sex', 'Age', 'SEX_NAME', 'age group', 'Ethnicity', 'gender', 'IMD decile', 'Category Type'])(
    'is named in the receipt where it holds more than the whole: %s',
    async (column) =>
      expect(await notes(column, ['Total', 'Male Zebedee'])).toEqual([
        { code: 'unread-dimension', detail: expect.stringMatching(new RegExp(`^The column "${column}" .*row 2.*breakdowns`)) },
      ]),
  );
  it('is named, and none of its cells', async () => expect(JSON.stringify(await notes('sex', ['Male Zebedee']))).not.toContain('Zebedee'));
  it.each([['', 'Total'], ['All persons', 'ALL'], ['Persons'], ['All ages', 'Both sexes'], ['_T', '-']])(
    'is none where it holds the whole alone: %s, %s',
    async (...texts) => expect(await notes('sex', texts)).toEqual([]),
  );
  it.each(['unit', 'measure', 'area name', 'notes', 'usage', 'message', 'page'])('is none that only sounds like it: %s', async (column) =>
    expect(await notes(column, ['Male'])).toEqual([]),
  );
  it('is none where the profile reads it', async () => {
    expect(await notes('sex', ['Male'], { breakdowns: ['sex'] })).toEqual([]);
    expect(await notes('sex', ['Male'], { keep: { sex: 'Male' } })).toEqual([]);
  });
  it('is told together with the others', async () => {
    const body = `${HEAD},sex,age\nc,E06000002,2019-01,1,Male,16-24\n`;
    const { sink } = await reading('observations', body, { catalogue });
    expect(sink.notes).toEqual([{ code: 'unread-dimension', detail: expect.stringMatching(/^The columns "sex", "age" are not read/) }]);
  });
});
