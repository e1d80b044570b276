import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { elsIndicators } from '../../libs/intake/src/formats/ons-els/indicators.ts';
import { CRIME_TYPES, crimeIndicator } from '../../libs/intake/src/formats/police-street/crime-types.ts';
import { dataLabFiles, type LabFigure, labFigures } from '../house/data-lab.ts';
import {
  areasNamed,
  cellsOf,
  currentFiles,
  differences,
  rowsOf,
  saidIn,
  startAndMonths,
  type Story,
  textIn,
  underOwnCode,
} from '../house/els.ts';
import { type Answer, inParallel, SHARED, TestHouse } from '../house/house.ts';
import { allAreaFiles } from '../house/northumbria.ts';
import { type Counted, countedIn, coverage, streetFiles } from '../house/police.ts';

const DATA = join(SHARED, 'data');
const TYPES = CRIME_TYPES.length + 1; // And crime of all types.
const financial = new Set(elsIndicators.filter((one) => one.frequency === 'financial').map((one) => one.code));

/** Files of the four shapes; the other CSV files of the folder are no format's. */
const covered = (path: string): boolean => /ons-explore-local-statistics|-street\.csv|preamble/.test(path) || dataLabFiles().includes(path);

function allFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? allFiles(path) : [path];
    });
}

describe('published files', () => {
  const house = new TestHouse();
  /** The series as the API gives them, by `indicator/area`. */
  const series = async (keys: readonly string[], query = ''): Promise<Map<string, Answer[]>> =>
    new Map(await inParallel(keys, async (key) => [key, (await house.get(`/v1/series/${key}${query}`)).observations] as const));

  beforeAll(async () => {
    await house.start();
    for (const file of allAreaFiles) await house.importAreas(file);
    await house.stateAreas(areasNamed(currentFiles()));
    const lab = dataLabFiles().flatMap((path) => rowsOf(textIn(path)).map((row) => ({ code: row['area_code']!, name: row['area_name']! })));
    await house.stateAreas([...new Map(lab.map((area) => [area.code, area])).values()]);
  }, 180_000);
  afterAll(() => house.remove());

  describe('of the police', () => {
    const counted: Counted[] = [];
    const covers = coverage();

    it('are counted row by row: taken, without a place, or outside the force', async () => {
      for (const path of streetFiles()) {
        const count = countedIn(path, covers);
        counted.push(count);
        const { rows, ignored, notes, observations } = await house.push({ feed: 'police-street', file: path, released: '2026-06-01' });
        const left = count.noLocation + count.outside;
        expect([path, rows]).toEqual([path, { read: count.rows, taken: count.rows - left, refused: 0, ignored: left }]);
        expect([ignored['no-location'] ?? 0, ignored['outside-coverage'] ?? 0, notes]).toEqual([count.noLocation, count.outside, []]);
        expect(observations).toEqual({ recorded: covers.get(count.force)!.size * TYPES, revised: 0, confirmed: 0, dropped: 0, older: 0 });
      }
      await house.caughtUp(150_000); // While a large batch is applied the thread does not answer for seconds.
    }, 240_000);

    it('state every type in every small area of the force in every month, zeros included', async () => {
      for (const force of new Set(counted.map((count) => count.force))) {
        const months = counted.filter((count) => count.force === force);
        const sample = [...covers.get(force)!].sort().filter((_, i) => i % 97 === 0);
        for (const type of ['All', ...CRIME_TYPES]) {
          const indicator = type === 'All' ? 'crime.all' : crimeIndicator(type);
          const told = await series(sample.map((lsoa) => `${indicator}/${lsoa}`));
          for (const lsoa of sample) {
            const expected = months.map(({ month, incidents }) => [month, incidents.get(`${lsoa}|${type}`) ?? 0, 'final', null]);
            expect([lsoa, type, told.get(`${indicator}/${lsoa}`)!.map((o) => [o.period, o.value, o.status, o.row])]).toEqual([
              lsoa,
              type,
              expected,
            ]);
          }
        }
      }
    }, 180_000);

    it('add up, over the small areas of a force, to the rows that were taken', async () => {
      for (const force of ['cleveland', 'city-of-london']) {
        const told = await series([...covers.get(force)!].map((lsoa) => `crime.all/${lsoa}`));
        for (const { month, rows, noLocation, outside } of counted.filter((count) => count.force === force)) {
          const sum = [...told.values()].flat().reduce((total, o) => total + (o.period === month ? o.value : 0), 0);
          expect([force, month, sum]).toEqual([force, month, rows - noLocation - outside]);
        }
      }
    }, 180_000);
  });

  it('of Explore Local Statistics are taken whole and say what they say', async () => {
    for (const file of currentFiles()) {
      const said: Story = saidIn({ ...file, released: '2026-06-01' });
      const { rows, observations } = await house.push({ feed: 'ons-els', file: file.path, released: '2026-06-01' });
      expect([file.name, rows]).toEqual([file.name, { read: said.size, taken: said.size, refused: 0, ignored: 0 }]);
      expect(observations).toEqual({ recorded: said.size, revised: 0, confirmed: 0, dropped: 0, older: 0 });
      await house.caughtUp();
      const sample = new Map([...said].filter(([key]) => /^[^|]+\|.{8}[37]\|/.test(key)));
      expect(sample.size).toBeGreaterThan(20);
      const told: Story = new Map();
      for (const [one, all] of await series([...new Set([...sample.keys()].map((key) => key.split('|').slice(0, 2).join('/')))])) {
        const [indicator = '', area] = one.split('/');
        for (const { period, value, status, reason, released } of all) {
          const when = startAndMonths(period, financial.has(indicator));
          told.set(`${indicator}|${area}|${when}`, { value, status: reason === null ? status : `${status}:${reason}`, released });
        }
      }
      const own = await underOwnCode(told, said, (area) => house.codesOf(area));
      expect([file.name, differences(own, sample)]).toEqual([file.name, []]);
    }
  }, 180_000);

  it('of council data teams are taken whole and say what they say', async () => {
    for (const path of dataLabFiles()) {
      const released = /_(\d{4}-\d\d-\d\d)_/.exec(basename(path))?.[1] ?? '2026-06-01';
      const receipt = await house.push({ feed: 'data-lab', file: path, released });
      expect([path, receipt.refusals.slice(0, 3)]).toEqual([path, []]);
      expect(receipt.rows.read).toBe(rowsOf(textIn(path)).length);
      expect(receipt.rows.taken + receipt.rows.ignored).toBe(receipt.rows.read);
      await compareLab(labFigures(path, released), receipt.position);
    }
  }, 180_000);

  async function compareLab(figures: readonly LabFigure[], position: string): Promise<void> {
    const sample = figures.filter(({ area }) => /[159]$/.test(area));
    const told = await series([...new Set(sample.map(({ indicator, area }) => `${indicator}/${area}`))], `?asOf=pos:${position}`);
    const wrong = sample.filter(
      ({ indicator, area, period, value }) => told.get(`${indicator}/${area}`)!.find((o) => o.period === period)?.value !== value,
    );
    expect(sample.length).toBeGreaterThan(10);
    expect(wrong.slice(0, 5)).toEqual([]);
  }

  it('with words before their header are read from the header on', async () => {
    const path = join(DATA, 'quirks/ons-subnational-indicators_preamble.csv.gz');
    const { rows, refusals } = await house.push({ feed: 'ons-els', file: path, released: '2026-06-01' });
    const lines = cellsOf(textIn(path));
    expect(rows.read).toBe(lines.length - 1 - lines.findIndex((cells) => cells.includes('AREACD')));
    expect(rows.taken + rows.refused + rows.ignored).toBe(rows.read);
    expect([...new Set(refusals.map((r: Answer) => r.code))].sort()).toEqual(['unknown-indicator']);
  });

  it('of no format are refused whole, with what was expected and what was found', async () => {
    const others = allFiles(DATA).filter((path) => /\.csv(\.gz)?$/.test(path) && !covered(path));
    expect(others.length).toBeGreaterThan(40);
    for (const [i, path] of others.entries()) {
      const feed = ['police-street', 'ons-els', 'data-lab', 'observations'][i % 4]!;
      const { status, body } = await house.tryPush({ feed, file: path, released: '2026-06-01' });
      expect([path, feed, status, body.code]).toEqual([path, feed, 422, 'unexpected-header']);
      expect(body.expected.length).toBeGreaterThan(0);
      expect(body.found.length).toBeGreaterThan(0);
      expect(body.detail).toMatch(/looked for .* and found .*; send another file/);
    }
    const { items } = await house.get('/v1/submissions?limit=200');
    expect(items.filter((s: Answer) => others.some((path) => basename(path).replace(/\.gz$/, '') === s.name))).toEqual([]);
  }, 180_000);
});
