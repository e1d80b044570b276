import {
  areasNamed,
  differences,
  type ElsFile,
  saidIn,
  standing,
  startAndMonths,
  type Story,
  underOwnCode,
  vintages,
} from '../house/els.ts';
import { type Answer, inParallel, TestHouse } from '../house/house.ts';
import { districtFiles } from '../house/northumbria.ts';

const MALE = 'health.healthy-life-expectancy-male';
const YORKSHIRE = 'E12000003';

/** A feed whose releases speak for all of their indicators. */
const whole = {
  code: 'els-whole',
  name: 'ELS, each release the whole',
  format: 'ons-els',
  profile: { complete: 'indicator' },
  indicators: ['*'],
  owner: 'test',
  why: 'A test',
};

async function furnished(house: TestHouse): Promise<void> {
  await house.start();
  for (const file of districtFiles) await house.importAreas(file);
  await house.stateAreas(areasNamed(vintages()));
  await house.post('/v1/feeds', whole);
}

/** What the API says now of the indicators and areas that a story speaks of. */
async function told(house: TestHouse, expected: Story): Promise<Story> {
  const series = new Set([...expected.keys()].map((key) => key.split('|').slice(0, 2).join('/')));
  const story: Story = new Map();
  const answers = await inParallel([...series], async (one) => [one, await house.get(`/v1/series/${one}`)] as const);
  for (const [one, { observations }] of answers) {
    for (const { period, value, status, reason, released } of observations as Answer[]) {
      const [indicator, area] = one.split('/');
      story.set(`${indicator}|${area}|${startAndMonths(period)}`, {
        value,
        status: reason === null ? status : `${status}:${reason}`,
        released,
      });
    }
  }
  return underOwnCode(story, expected, (area) => house.codesOf(area));
}

describe('vintages pushed over HTTP', () => {
  const files = vintages();
  const fewer = files.filter((file) => file.series !== 'claimant-count'); // The largest series, for time's sake.

  describe.each([
    ['oldest first', 'ons-els', 'window', files],
    ['newest first', 'ons-els', 'window', [...files].reverse()],
    ['newest first, each release the whole', 'els-whole', 'indicator', [...fewer].reverse()],
  ] as const)('%s', (_, feed, complete, order: readonly ElsFile[]) => {
    const house = new TestHouse();
    beforeAll(() => furnished(house), 60_000);
    afterAll(() => house.remove());

    it('take every row', async () => {
      for (const { path } of order) {
        const { rows, refusals } = await house.push({ feed, file: path });
        expect([rows.read, rows.refused, refusals]).toEqual([rows.taken + rows.ignored, 0, []]);
      }
      await house.caughtUp();
    }, 60_000);

    it('show the newest release of each series as an independent reading has it, and follow `complete` for the rest', async () => {
      const expected = standing(order, complete);
      const now = await told(house, expected);
      for (const series of new Set(order.map((file) => file.series))) {
        const newest = saidIn(files.findLast((file) => file.series === series)!);
        expect(differences(new Map([...now].filter(([key]) => newest.has(key))), newest)).toEqual([]);
      }
      expect(differences(now, expected)).toEqual([]);
    }, 60_000);

    it('tell the life expectancy that went down and came back', async () => {
      const at = async (released: string): Promise<number | undefined> => {
        const { observations } = await house.get(`/v1/series/${MALE}/${YORKSHIRE}?releasedBy=${released}`);
        return observations.find((o: Answer) => o.period === '2017-19')?.value;
      };
      const days = ['2024-02-08', '2024-02-09', '2024-12-18', '2024-12-19', '2026-02-19', '2026-02-20'];
      const values: (number | undefined)[] = [];
      for (const day of days) values.push(await at(day));
      expect(values).toEqual([undefined, 61.2, 61.2, 61.17, 61.17, 61.2]);
    });
  });
});

describe('vintages as they were known', () => {
  const house = new TestHouse();
  const files = vintages('healthy-life-expectancy');
  const known: { position: string; moment: string }[] = [];
  const value = async (query: string): Promise<[number, string] | undefined> => {
    const { observations } = await house.get(`/v1/series/${MALE}/${YORKSHIRE}${query}`);
    const found = observations.find((o: Answer) => o.period === '2017-19');
    return found && [found.value, found.released];
  };

  beforeAll(async () => {
    await furnished(house);
    for (const { path } of files) {
      const { position } = await house.push({ feed: 'ons-els', file: path });
      known.push({ position, moment: new Date().toISOString() });
      await new Promise((done) => setTimeout(done, 5)); // So that the next push is not in the same millisecond.
    }
    await house.caughtUp();
  }, 60_000);
  afterAll(() => house.remove());

  const story = [
    [61.2, '2024-02-09'],
    [61.2, '2024-02-13'],
    [61.17, '2024-12-19'],
    [61.17, '2025-10-02'],
    [61.17, '2026-01-12'],
    [61.2, '2026-02-20'],
  ];

  it('are found again by position and by moment, between any two pushes', async () => {
    for (const [i, { position, moment }] of known.entries()) {
      expect(await value(`?asOf=pos:${position}`)).toEqual(story[i]);
      expect(await value(`?asOf=${moment}`)).toEqual(story[i]);
    }
    expect(await value('')).toEqual(story.at(-1));
  });

  it('were not known before the first push', async () => expect(await value('?asOf=2024-03-01')).toBeUndefined());

  it('can be asked by both, what was released and what was known', async () => {
    const [, second, third] = known as [object, (typeof known)[0], (typeof known)[0]];
    expect(await value(`?asOf=pos:${third.position}&releasedBy=2024-02-09`)).toEqual(story[0]);
    expect(await value(`?asOf=pos:${second.position}&releasedBy=2026-12-31`)).toEqual(story[1]);
  });

  it('change the number of revisions by nothing when only float noise differs', async () => {
    const rows = (figure: string): Buffer =>
      Buffer.from(`indicator,area,period,value\nhealth.cigarette-smokers,${YORKSHIRE},1990-01-01/P5Y,${figure}\n`);
    await house.push({ feed: 'observations', file: rows('56.1'), released: '2024-01-01' });
    const noise = await house.push({ feed: 'observations', file: rows('56.10000000000001'), released: '2024-01-02' });
    expect(noise.observations).toEqual({ recorded: 0, revised: 0, confirmed: 1, dropped: 0, older: 0 });
    const more = await house.push({ feed: 'observations', file: rows('56.1000000001'), released: '2024-01-03' });
    expect(more.observations).toEqual({ recorded: 0, revised: 1, confirmed: 0, dropped: 0, older: 0 });
  });
});
