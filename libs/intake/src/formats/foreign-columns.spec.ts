import { catalogueStub, indicatorOf } from '../reading/testing/catalogue-stub.js';
import { reading } from '../reading/testing/bodies.js';

/** What stands in a column that no profile names. */
const MARKER = 'Zebedee Quill';
const catalogue = catalogueStub({
  areas: { E06000002: { name: 'Middlesbrough' }, E01000001: {} },
  indicators: [indicatorOf('c', { frequency: 'month' }), indicatorOf('local.c', { frequency: 'month' })],
});

/** Everything that a body came to, as one text: what a receipt, its refused rows and its events are made of. */
async function said(format: string, body: string): Promise<string> {
  const { outcome, sink } = await reading(format, body, { catalogue, name: '2020-05-northmoor-street.csv' });
  const { refused, subjects, notes, ignored, stated } = sink;
  return JSON.stringify({ outcome, refused, subjects, notes, ignored, stated });
}

const HEADS: Readonly<Record<string, string>> = {
  observations: 'name,indicator,area,period,value,status',
  'ons-els': 'name,indicator,areacd,period,observation,status',
  'data-lab': 'name,indicator,area_code,period,value,group',
  'police-street': 'name,Crime type,LSOA code,Month,Reported by,status',
};
const GOOD = ['c', 'E06000002', '2020-05', '5', 'final'];

/** Rows that are wrong in many ways, the first column being another's. */
function wrongRows(): string[] {
  const cells = GOOD.flatMap((_, i) => ['', 'x y', '?', '-9', '"5', `5"${MARKER}`.slice(0, 2)].map((bad) => GOOD.with(i, bad)));
  return [...cells, GOOD.slice(1), [...GOOD, 'x'], [...GOOD, 'x', MARKER]].map((row) => [MARKER, ...row].join(','));
}

describe('a cell of a column that the profile does not name is quoted nowhere (issue 9, 4)', () => {
  it.each(Object.keys(HEADS))('on feeds of %s, whatever is wrong with its row', async (format) => {
    for (const row of wrongRows()) {
      for (const body of [`${HEADS[format]}\n${row}\n`, `${HEADS[format]}\n${row}\n${[MARKER, ...GOOD].join(',')}\n"${MARKER}"\n`])
        expect(await said(format, body)).not.toContain(MARKER);
    }
  });

  it.each(Object.keys(HEADS))('on feeds of %s, where a stray quote swallows the lines behind it', async (format) => {
    for (const at of GOOD.keys()) {
      const row = [MARKER, ...GOOD.with(at, `"${GOOD[at]}`)].join(',');
      const body = `${HEADS[format]}\n${row}\n${[MARKER, ...GOOD].join(',')}\n"${MARKER}",c,E06000002,2020-05,5,final\n`;
      expect(await said(format, body)).not.toMatch(/Zebedee/i);
    }
  });

  it.each(Object.keys(HEADS))('on feeds of %s, where it swallows lines of other lengths', async (format) => {
    for (const at of GOOD.keys()) {
      const row = [MARKER, ...GOOD.with(at, `"${GOOD[at]}`)].join(',');
      const body = `${HEADS[format]}\n${row}\n${MARKER}\n${MARKER},",${GOOD.slice(at + 1).join()}\n`;
      expect(await said(format, body)).not.toMatch(/Zebedee/i);
    }
  });

  it.each([
    ['without a header', `${MARKER},c,E06000002,2020-05,5\n${MARKER},c,E06000002,2020-06,5\n`],
    ['of numbers, without a header', `${MARKER},1,5,6\n`],
    ['of texts alone, without a header', `c,E06000002,${MARKER}\n`],
    ['with a header of another kind, and wider rows', `Name,Month\n${MARKER},x,y\n${MARKER},5,6\n`],
    ['with a title, and rows that are wider', `A title\nName,Month\n${MARKER},May,x,y\n`],
    ['separated by semicolons, without a header', `c;E06000002;${MARKER}\n`],
  ])('in the refusal of a file %s', async (_, body) => {
    for (const format of Object.keys(HEADS)) expect(await said(format, body)).not.toContain(MARKER);
  });

  it.each([
    ['a value of another key', JSON.stringify({ name: MARKER, indicator: 'c', area: 'E06000002', period: '2020-05', value: '?' })],
    [
      'an object of other keys',
      JSON.stringify({ indicator: 'c', area: 'E06000002', period: '2020-05', value: 5 }) + `\n{"name":"${MARKER}"}`,
    ],
    ['a line that breaks off', `{"indicator":"c","area":"E06000002","period":"2020-05","value":5}\n{"name":"${MARKER}`],
    ['a list that breaks off', `[{"name":"${MARKER}",`],
    ['keys of another kind', `{"name":"${MARKER}"}`],
  ])('in JSON: %s', async (_, body) => expect(await said('observations', body)).not.toContain(MARKER));
});

describe('the refusal of a file that has no such header', () => {
  const found = async (body: string): Promise<unknown> => ((await reading('observations', body)).outcome as { facts?: object }).facts;
  it.each([
    ['its names', 'Type,Date\nA,2020-05-01\n', ['Type', 'Date']],
    ['the names behind a title', 'Claimants of May\n\nName,Month,Number\nx,May,5\ny,May,6\n', ['Name', 'Month', 'Number']],
    ['the names, where nothing else is there', 'Type,Date\n', ['Type', 'Date']],
    ['the names as one, where the separator is another', 'a|b\n1|2\n', ['a|b']],
    ['the names of a wide table', 'Ward,202011,202012,202101\nx,1,2,3\n', ['Ward', '202011', '202012', '202101']],
    ['names that hold a comma', '"Age,_2017",Code\n1,2\n', ['Age,_2017', 'Code']],
    ['no name where there is no line of names', 'x,E06000002,2020,5\n', []],
  ])('gives %s', async (_, body, names) => expect(await found(body)).toMatchObject({ found: names }));
});
