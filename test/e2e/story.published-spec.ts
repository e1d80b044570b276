import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, TestHouse } from '../house/house.ts';
import { areaFiles, northumbriaFiles } from '../house/northumbria.ts';
import { C00, england, HOUSEHOLDS, TYNESIDE, windowFrom } from '../scenario/story.ts';

const [NEWCASTLE, NORTH_TYNESIDE, SOUTH_TYNESIDE, SUNDERLAND, GATESHEAD] = TYNESIDE;
/** Gateshead's code when the group was frozen, under which it is judged; the files bear the later one. */
const GATESHEAD_JUDGED = 'E08000020';
const NORTH_EAST = 'E12000001';

describe('the story of a floor target', () => {
  const house = new TestHouse();
  const files = northumbriaFiles();
  const steps = async (area: string): Promise<string[][]> =>
    (await house.get(`/v1/breaches?lsp=${area}&limit=100`)).items
      .filter((b: Answer) => b.target === 'C00')
      .map((b: Answer) => b.steps.map((s: Answer) => s.step ?? s.type));
  const states = async (area: string): Promise<string[]> =>
    (await house.get(`/v1/breaches?lsp=${area}&limit=100`)).items.filter((b: Answer) => b.target === 'C00').map((b: Answer) => b.state);
  const alerts = async (): Promise<Answer[]> => (await house.get(`/v1/alerts?region=${NORTH_EAST}&limit=100`)).items;
  const judged = async (period: string): Promise<Record<string, Answer>> => {
    const { items } = await house.get(`/v1/progress?target=C00&period=${encodeURIComponent(period)}&limit=100`);
    return Object.fromEntries(items.filter((j: Answer) => j.element === 'floor').map((j: Answer) => [j.area, j]));
  };

  beforeAll(async () => {
    await house.start();
    for (const file of areaFiles) await house.importAreas(file);
    await house.post('/v1/targets', C00);
    await house.push({ feed: 'observations', file: Buffer.from(HOUSEHOLDS), name: 'households.csv', released: '2021-01-15' });
    await house.push({ feed: 'observations', file: Buffer.from(england(2.2)), name: 'england.csv', released: '2022-01-20' });
  }, 60_000);
  afterAll(() => house.remove());

  it('is not judged before twelve months are there', async () => {
    for (const file of files.slice(0, 11)) {
      const { rows } = await house.push({ feed: 'police-street', file, released: '2022-01-31' });
      expect(rows.read).toBe(rows.taken + rows.refused + rows.ignored);
    }
    await house.caughtUp();
    expect(Object.values(await judged(windowFrom(0))).filter((j) => j.outcome !== 'not-judged')).toEqual([]);
    expect(await alerts()).toEqual([]);
  }, 60_000);

  it('confirms the breaches that are certain, and tells the Government Office of each once', async () => {
    await house.push({ feed: 'police-street', file: files[11]!, released: '2022-01-31' });
    await house.caughtUp();
    const judgements = await judged(windowFrom(0));
    expect(Object.keys(judgements).sort()).toEqual([NEWCASTLE, NORTH_TYNESIDE, SOUTH_TYNESIDE, SUNDERLAND, GATESHEAD_JUDGED].sort());
    expect(judgements[GATESHEAD_JUDGED]).toMatchObject({
      outcome: 'breach',
      certainty: '99.8',
      floor: 9,
      comparator: { area: 'E92000001', value: 3 },
    });
    expect(judgements[GATESHEAD_JUDGED].value).toBeCloseTo((924 / 90_000) * 1000, 9); // 924 counted by hand from the files.
    expect(judgements[NORTH_TYNESIDE]).toMatchObject({ outcome: 'met' });
    expect(await states(GATESHEAD)).toEqual(['confirmed']);
    expect((await alerts()).map((a) => a.area ?? a.breach?.area).sort()).toEqual([NEWCASTLE, SUNDERLAND, GATESHEAD_JUDGED].sort());
  }, 60_000);

  it('traces the figure to the files it was counted from', async () => {
    const { observations } = await house.get(`/v1/series/crime.burglary-rate/${GATESHEAD}`);
    expect(observations[0]).toMatchObject({ period: windowFrom(0), row: null, derivedFrom: { rule: 'rate' } });
    const lsoa = (await house.get(`/v1/series/crime.burglary/E01008162`)).observations;
    expect(lsoa).toHaveLength(12);
    expect(lsoa[0]).toMatchObject({
      period: '2020-05',
      row: null,
      released: '2022-01-31',
      submission: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
  }, 60_000);

  it('says nothing new while the breach goes on, and clears it by a later month', async () => {
    await house.push({ feed: 'police-street', file: files[12]!, released: '2022-01-31' });
    await house.caughtUp();
    expect(await alerts()).toHaveLength(3);
    await house.push({ feed: 'police-street', file: files[13]!, released: '2022-01-31' });
    await house.caughtUp();
    expect(await states(GATESHEAD)).toEqual(['cleared']);
    expect((await judged(windowFrom(2)))[GATESHEAD_JUDGED]).toMatchObject({ outcome: 'met', floor: 12 });
    expect(await alerts()).toHaveLength(3);
  }, 60_000);

  it('withdraws a breach when a revision of the England figure alone removes it, and never calls it resolved', async () => {
    for (const file of files.slice(14)) await house.push({ feed: 'police-street', file, released: '2022-01-31' });
    await house.caughtUp();
    expect(await states(SOUTH_TYNESIDE)).toEqual(['confirmed']);
    const told = (await alerts()).length;
    await house.push({ feed: 'observations', file: Buffer.from(england(4)), name: 'england-revised.csv', released: '2022-02-20' });
    await house.caughtUp();
    expect(await states(SOUTH_TYNESIDE)).toEqual(['withdrawn']);
    expect((await judged(windowFrom(8)))[SOUTH_TYNESIDE]).toMatchObject({ outcome: 'met', cause: 'comparator', comparator: { value: 4 } });
    expect(await alerts()).toHaveLength(told);
    expect(await steps(SOUTH_TYNESIDE)).toHaveLength(1);
  }, 60_000);

  it('delivers each alert once, as a line with the whole story', async () => {
    const lines = readFileSync(join(house.dataDir, 'alerts.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(new Set(lines.map((l) => l.id ?? l.alert)).size).toBe(lines.length);
    expect(lines).toHaveLength((await alerts()).length);
    expect(JSON.stringify(lines[0])).toContain('three times the national rate');
  });

  it('shows the earlier figures as of a moment between two pushes', async () => {
    const now = await house.get('/v1/series/crime.burglary-rate/E92000001');
    const [first] = (await house.get('/v1/submissions?feed=observations&limit=10')).items.filter((s: Answer) => s.name === 'england.csv');
    const then = await house.get(`/v1/series/crime.burglary-rate/E92000001?asOf=pos:${first.position}`);
    expect([then.observations.at(-1).value, now.observations.at(-1).value]).toEqual([2.2, 4]);
  });
});
