import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, SHARED, TestHouse } from '../house/house.ts';
import { areaFiles, districtFiles } from '../house/northumbria.ts';

const CASES = join(SHARED, 'cases');
const pathOf = (folder: string, file: string): string => join(CASES, folder, file);
const json = (folder: string, file: string): object => JSON.parse(readFileSync(pathOf(folder, file), 'utf8')) as object;

/** Each small input of ../shared/cases, done as its README says, against what its README expects. */
describe('the published cases', () => {
  const house = new TestHouse();
  const define = (folder: string, file = 'indicator.json'): Promise<Answer> => house.post('/v1/indicators', json(folder, file));
  const push = (folder: string, file: string, feed = 'observations', released?: string): Promise<Answer> =>
    house.push({ feed, file: pathOf(folder, file), released });
  const series = async (key: string): Promise<Answer[]> => {
    await house.caughtUp();
    return (await house.get(`/v1/series/${key}`)).observations;
  };
  const values = async (key: string): Promise<unknown[]> => (await series(key)).map(({ period, value }: Answer) => [period, value]);
  const valueOf = async (key: string, period: string): Promise<unknown> =>
    (await series(key)).find((one: Answer) => one.period === period)?.value;

  beforeAll(async () => {
    await house.start();
    for (const file of new Set([...areaFiles, ...districtFiles])) await house.importAreas(file);
    await house.caughtUp();
  }, 60_000);
  afterAll(() => house.remove());

  it('1: a rate that is no finite number is refused, in a dry run too, and the next start succeeds', async () => {
    const folder = '1-overflow-stops-every-start';
    await define(folder);
    const overflow = readFileSync(pathOf(folder, 'overflow.csv'), 'utf8').trimEnd();
    const file = Buffer.from(`${overflow}\nt.rate,E08000021,1999-00,1,4\n`);
    for (const dryRun of [true, false]) {
      const { rows, refusals } = await house.push({ feed: 'observations', file, name: 'overflow.csv', dryRun });
      expect(rows).toEqual({ read: 2, taken: 1, refused: 1, ignored: 0 });
      expect(refusals).toMatchObject([{ row: 1, line: 2, code: 'out-of-range' }]);
    }
    expect((await push(folder, 'overflow.csv')).rows).toEqual({ read: 1, taken: 0, refused: 1, ignored: 0 });
    await house.kill('SIGTERM');
    await house.start();
    expect(await values('t.rate/E08000021')).toEqual([['1999-00', 250]]);
    expect((await house.get('/health/ready')).issues).toEqual([]);
  }, 30_000);

  it('3: rows of the British Transport Police do not replace those of the force', async () => {
    const folder = '3-btp-file-overwrites-the-force';
    const own = await push(folder, '2018-10-cleveland-street.csv', 'police-street', '2018-12-01');
    expect(own.rows).toEqual({ read: 9, taken: 9, refused: 0, ignored: 0 });
    const railway = await push(folder, '2018-10-btp-street.csv', 'police-street', '2018-12-01');
    expect(railway.observations).toMatchObject({ recorded: 0, revised: 0 });
    expect(railway.rows.taken).toBe(0);
    expect(railway.rows.refused + railway.rows.ignored).toBe(2);
    for (const indicator of ['crime.robbery', 'crime.all']) expect(await valueOf(`${indicator}/E01012068`, '2018-10')).toBe(9);
    const { status, body } = await house.request('GET', '/v1/series/crime.all/E01033658');
    expect(status === 404 ? [] : body.observations).toEqual([]);
  }, 30_000);

  it('4: a space after the code of an area loses no count', async () => {
    const { rows } = await push('4-lsoa-code-with-a-space', '2017-01-cleveland-street.csv', 'police-street', '2018-12-01');
    expect(rows).toEqual({ read: 4, taken: 4, refused: 0, ignored: 0 });
    for (const indicator of ['crime.robbery', 'crime.all']) expect(await valueOf(`${indicator}/E01012068`, '2017-01')).toBe(4);
  }, 30_000);

  it('5: a status beside a blank value keeps the figure of numerator and denominator', async () => {
    const folder = '5-parts-beside-a-status';
    await define(folder);
    expect((await push(folder, 'parts.csv')).rows.taken).toBe(5);
    expect((await push(folder, 'parts.json')).rows.taken).toBe(1);
    const told = (await series('t.rate/E08000021')).filter(({ period }: Answer) => period >= '2003');
    expect(told.map(({ period, status }: Answer) => [period, status])).toEqual([
      ['2003-04', 'final'],
      ['2004-05', 'final'],
      ['2005-06', 'provisional'],
      ['2006-07', 'revised'],
      ['2007-08', 'estimated'],
      ['2009-10', 'final'],
    ]);
    for (const { value } of told) expect(value).toBeCloseTo(11.1171171171, 9);
  }, 30_000);

  it('6: what is suppressed tells no way back to the figure', async () => {
    const folder = '6-suppressed-with-its-numerator';
    await define(folder);
    const receipt = await push(folder, 'hidden.csv');
    expect(receipt.refusals.filter(({ row }: Answer) => row > 1)).toMatchObject([{ row: 3, line: 4, code: 'value-beside-marker' }]);
    for (const { value, numerator, denominator, lower, upper } of await series('t.prop/E08000021')) {
      expect([value, numerator ?? null, denominator ?? null, lower ?? null, upper ?? null]).toEqual([null, null, null, null, null]);
    }
    expect(JSON.stringify(receipt)).not.toMatch(/20\.4|1\.6/);
  }, 30_000);

  it('7: a level is one of 50 to 100, and 0.95 does not lead to a breach that nobody hears of', async () => {
    const folder = '7-level-is-not-checked';
    const areas = ['E08000021', 'E08000022', 'E08000023', 'E08000024', 'E08000037'];
    await define(folder);
    await house.post('/v1/groups', { code: 'case-7', name: 'The areas of case 7', areas, at: '2015-01-01', why: 'case' });
    await house.post('/v1/targets', {
      code: 'case-7',
      theme: 'crime',
      department: 'Made up',
      sentence: 'A floor of 38',
      technicalNote: 'Made up for a case.',
      why: 'case',
      elements: [{ code: 'floor', kind: 'floor', indicator: 't.acad', polarity: 'higher', floor: 38, areas: 'case-7' }],
    });
    const { rows, refusals } = await push(folder, 'levels.csv', 'observations', '2017-01-01');
    const refused = refusals.map(({ row }: Answer) => row);
    expect(refused.filter((row: number) => row > 4)).toEqual([5, 6, 7]);
    expect(rows.taken + rows.refused).toBe(7);
    await house.caughtUp();
    const { items } = await house.get('/v1/breaches?target=case-7&limit=100');
    const states = items.map(({ area, state }: Answer) => [area, state]).sort();
    const read = rows.taken === 4; // Either 0.95 is read as 95, or it is refused with a hint.
    expect(states).toEqual([...(read ? [['E08000021', 'confirmed']] : []), ['E08000022', 'confirmed']]);
    if (!read) expect(refusals[0].detail).toMatch(/95/);
  }, 30_000);

  it('8: JSON of another shape is refused whole, and says what was looked for and what was found', async () => {
    const found = { 'keys.ndjson': 'Indicator', 'wrapped.json': 'data', 'some.geojson': 'features', 'error.json': 'error' };
    for (const [file, key] of Object.entries(found)) {
      const { status, body } = await house.tryPush({ feed: 'observations', file: pathOf('8-json-of-another-shape', file) });
      expect([file, status]).toEqual([file, 422]);
      expect(JSON.stringify(body)).toMatch(new RegExp(`indicator.*area.*period.*${key}`));
    }
  }, 30_000);

  it('10: two digits of a year that would lie in the future belong to the century before', async () => {
    const folder = '10-two-digit-year';
    await define(folder);
    expect((await push(folder, 'jsa.csv')).rows).toEqual({ read: 4, taken: 4, refused: 0, ignored: 0 });
    expect(await values('t.count/E08000021')).toEqual([
      ['1983-06', 5],
      ['1998-01', 8],
      ['1999-12', 6],
      ['2000-01', 7],
    ]);
  }, 30_000);

  it('11: a sum takes the districts of its day, under the codes of that day', async () => {
    const folder = '11-sum-of-recoded-districts';
    await define(folder, 'num.json');
    await define(folder, 'reg.json');
    expect((await push(folder, 'north-east-2009.csv')).rows.taken).toBe(12);
    expect(await values('d.num/E08000037')).toEqual([['2009', 10]]);
    expect(await series('d.reg/E12000001')).toMatchObject([{ period: '2009', value: 120, status: 'final' }]);
  }, 30_000);

  it('13: an academic year may begin in August', async () => {
    const folder = '13-academic-year-from-august';
    await define(folder);
    const { rows, refusals } = await push(folder, 'els.csv', 'ons-els', '2026-01-12');
    expect([rows, refusals]).toEqual([{ read: 1, taken: 1, refused: 0, ignored: 0 }, []]);
    expect(await values('local.persistent-absences-for-all-pupils/E08000021')).toEqual([['2020/21', 16.07551]]);
  }, 30_000);
});
