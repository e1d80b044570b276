import { type EventStore } from '#libs/event-store';
import { LogFigures } from '#libs/figures';
import type { Catalogue } from '#libs/catalogue';
import { defaultFeeds } from '../../libs/intake/src/formats/default-feeds.ts';
import type { RecordOrder } from '../../libs/intake/src/record-submission.ts';
import { areasNamed, cutFiles, differences, saidIn, standing, type Story, vintages } from '../house/els.ts';
import { districtFiles } from '../house/northumbria.ts';
import { Bodies, catalogueOf, logInMemory, recordAll } from '../house/recorder.ts';
import { roundsOf } from '../house/rounds.ts';
import { random, seedOfRun, shuffled } from '../house/shuffle.ts';

const SHUFFLES = roundsOf(200, 30);
const MODES = ['none', 'window', 'indicator'] as const;
const els = defaultFeeds.find((feed) => feed.code === 'ons-els')!;
const feeds = MODES.map((complete) => ({ ...els, code: `els-${complete}`, profile: { ...els.profile, complete } }));

/** All that the log knows now of what these observations are of. */
async function known(store: EventStore, of: Iterable<string>): Promise<Story> {
  const areas = new Map<string, Set<string>>();
  for (const key of of) {
    const [indicator, area] = key.split('|') as [string, string];
    if (!areas.has(indicator)) areas.set(indicator, new Set());
    areas.get(indicator)!.add(area);
  }
  const story: Story = new Map();
  const figures = LogFigures.of(store);
  for (const [indicator, codes] of areas) {
    for (const [area, series] of await figures.many(indicator, [...codes])) {
      for (const { period, figure, provenance } of series) {
        const status = figure.reason === null ? figure.status : `${figure.status}:${figure.reason}`;
        story.set(`${indicator}|${area}|${period.start}+${period.months}`, { value: figure.value, status, released: provenance!.released });
      }
    }
  }
  return story;
}

describe('vintages in any order', () => {
  const seed = seedOfRun();
  const bodies = new Bodies();
  // All of homicide, and the regions of two more: enough to be wrong in, and 200 orders take no minute.
  const cut = vintages('gcses-in-english-and-maths', 'healthy-life-expectancy');
  const files = [...vintages('homicide-offences'), ...cutFiles(cut, bodies.dir, (line) => line.includes('E1200000'))];
  let catalogue: Catalogue;
  const orders = new Map<string, RecordOrder[]>();
  const expected = new Map<string, Story>();

  beforeAll(async () => {
    catalogue = await catalogueOf({ areaFiles: districtFiles, areas: areasNamed(files), feeds });
    for (const mode of MODES) {
      const all: RecordOrder[] = [];
      for (const file of files) all.push(await bodies.order(file.path, `els-${mode}`, file.released!));
      orders.set(mode, all);
      expected.set(mode, standing(files, mode));
    }
  }, 60_000);
  afterAll(() => bodies.remove());

  it.each(MODES)('end, oldest first, in what an independent reading says (complete: %s)', async (mode) => {
    const store = logInMemory();
    const receipts = await recordAll(bodies.recorder(store, catalogue), orders.get(mode)!);
    for (const { rows, refusals } of receipts) expect([rows.taken + rows.ignored, refusals]).toEqual([rows.read, []]);
    expect(differences(await known(store, expected.get(mode)!.keys()), expected.get(mode)!)).toEqual([]);
    await store.close();
  });

  it('know two ways of following `complete` apart', () => {
    const dropped = MODES.map((mode) => [...expected.get(mode)!.values()].filter((said) => said.status === 'missing:dropped').length);
    expect(dropped[0]).toBe(0);
    expect(dropped[2]).toBeGreaterThan(dropped[1]!);
    const newest = saidIn(files.findLast((file) => file.series === 'homicide-offences')!);
    for (const mode of MODES) for (const [key, said] of newest) expect(expected.get(mode)!.get(key)).toEqual(said);
  });

  it(`end in the same figures in ${SHUFFLES} orders (seed ${seed})`, async () => {
    const next = random(seed);
    for (let i = 0; i < SHUFFLES; i++) {
      const mode = MODES[i % MODES.length]!;
      const store = logInMemory();
      const order = shuffled(orders.get(mode)!, next);
      await recordAll(bodies.recorder(store, catalogue), order);
      const wrong = differences(await known(store, expected.get(mode)!.keys()), expected.get(mode)!);
      if (wrong.length > 0)
        throw new Error(`TEST_SEED=${seed}, shuffle ${i}, ${mode}, ${order.map((o) => o.released).join(' ')}:\n${wrong.join('\n')}`);
      await store.close();
    }
  }, 180_000);
});
