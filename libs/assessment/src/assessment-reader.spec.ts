import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Figure, figure } from '#libs/figures';
import { financialYears, month, type Period } from '#libs/kernel';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { element } from './testing/evidence.js';
import type { AreaJudgement, JudgementPage } from './pages.js';
import { type Delivered, Scene } from './testing/scene.js';

const [GATESHEAD, NEWCASTLE, ENGLAND] = ['E08000037', 'E08000021', 'E92000001'];
const NOON = { now: () => new Date('2004-05-01T12:00:00.000Z') };
const rate = (x: number, n = 20_000): Figure => figure((x / n) * 1000, { numerator: x, denominator: n });
const at = (area: string, f: Figure): Delivered => ({ [area]: f });
const window = (start: string): Period => ({ kind: 'rolling', start, months: 12 });

/** C00's floor over two districts, judged on a fed rate of years. */
async function c00(more: Parameters<typeof element>[0] = {}): Promise<Scene> {
  const scene = await Scene.set(new SqliteEventStore(':memory:', NOON), new SqliteReadStore(':memory:'));
  await scene.indicator({ code: 'crime.rate', measure: 'rate', per: 1000, polarity: 'lower' });
  await scene.group('nrf', [NEWCASTLE!, GATESHEAD!]);
  const floor = {
    kind: 'multiple-of-national',
    indicator: 'crime.rate',
    polarity: 'lower',
    areas: 'nrf',
    multiple: 3,
    national: ENGLAND,
  } as const;
  await scene.target('C00', [element({ ...floor, ...more })]);
  return scene;
}
const steps = async (scene: Scene, area = '') =>
  (await scene.breaches(`breach-C00.floor-${area}`)).map((e) => e.type.slice('Breach'.length));

describe('assessment of deliveries', () => {
  it('judges every area of the group on one page and names the silent ones', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(19.3, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)));
    await scene.settle();
    const page = (await scene.page('C00', 'floor', financialYears(2003)))!;
    expect(page).toMatchObject({ target: 'C00', theme: 'crime', period: '2003-04', periodEnd: '2004-04-01', prefix: 'E080000' });
    expect(page.areas[NEWCASTLE!]).toMatchObject({
      outcome: 'breach',
      certainty: '99.8',
      value: 80,
      floor: 57.9,
      cause: 'first',
      distance: -22.1,
    });
    expect(page.areas[GATESHEAD!]).toMatchObject({ outcome: 'not-judged', reason: 'missing' });
    expect(await scene.breaches()).toMatchObject([
      { stream: `breach-C00.floor-${NEWCASTLE}`, type: 'BreachConfirmed', data: { by: '99.8' } },
    ]);
  });

  it('cuts the judgements of a period by the first seven characters of the area codes, as registers are', async () => {
    const scene = await c00({ kind: 'floor', floor: 50 });
    const wards = Array.from({ length: 250 }, (_, i) => `E0500${String(1000 + i)}`);
    await scene.group('nrf', [NEWCASTLE!, ...wards]);
    await scene.deliver('crime.rate', financialYears(2003), { [NEWCASTLE!]: rate(1600), [wards[7]!]: rate(400) });
    await scene.settle();
    const { items } = await scene.documents.find<JudgementPage>('judgements', { limit: 10 });
    const sizes = items.map(({ id, prefix, areas }) => [id, prefix, Object.keys(areas).length]);
    expect(sizes).toEqual(
      ['E050010', 'E050011', 'E050012', 'E080000'].map((prefix, i) => [`C00.floor|F2003|${prefix}`, prefix, [100, 100, 50, 1][i]]),
    );
    await scene.group('nrf', wards.slice(0, 20));
    await scene.settle();
    const left = await scene.documents.find<JudgementPage>('judgements', { limit: 10 });
    expect(left.items.map(({ prefix, areas }) => [prefix, Object.keys(areas).length])).toEqual([['E050010', 20]]);
    expect(await scene.documents.get('judged-elements', 'C00.floor')).toMatchObject({ prefixes: ['E050010'] });
  });

  it('keeps the latest judged period of an area beside a newer one that lacks its comparator', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2002), { [ENGLAND!]: rate(18, 1000), [NEWCASTLE!]: rate(1600) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)));
    await scene.settle();
    const line = await scene.documents.get<AreaJudgement>('area-judgements', `C00.floor|${NEWCASTLE}`);
    expect(line).toMatchObject({ outcome: 'not-judged', judgement: { period: '2003-04', reason: 'no-comparator' } });
    expect(line!.lastJudged).toMatchObject({ period: '2002-03', outcome: 'breach', cause: 'first' });
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000) });
    await scene.settle();
    expect(await scene.documents.get('area-judgements', `C00.floor|${NEWCASTLE}`)).toMatchObject({ lastJudged: null, outcome: 'breach' });
  });

  it('withdraws a breach when the national figure alone is revised, and says so', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)));
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(30, 1000) });
    await scene.settle();
    const breaches = await scene.breaches();
    expect(breaches.map((e) => e.type)).toEqual(['BreachConfirmed', 'BreachWithdrawn']);
    expect(breaches[1]!.data.judgement).toMatchObject({ cause: 'comparator', outcome: 'met', value: 80, floor: 90 });
    expect(await scene.latest('C00', 'floor', NEWCASTLE!)).toMatchObject({ cause: 'comparator', outcome: 'met' });
    const { items } = await scene.documents.find<{ judgement: object; from: string; to: string }>('judgement-history', {
      where: { area: NEWCASTLE! },
      limit: 10,
    });
    expect(items).toMatchObject([{ judgement: { outcome: 'breach', floor: 54 } }]);
    expect(items[0]!.from < items[0]!.to).toBe(true);
  });

  it('clears a breach by a later period', async () => {
    const scene = await c00();
    for (const [year, x] of [
      [2002, 1600],
      [2003, 400],
    ] as const) {
      await scene.deliver('crime.rate', financialYears(year), { [ENGLAND!]: rate(18, 1000) });
      await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE!, rate(x)));
      await scene.settle();
    }
    expect(await steps(scene)).toEqual(['Confirmed', 'Cleared']);
    expect(await scene.latest('C00', 'floor', NEWCASTLE!)).toMatchObject({ period: '2003-04', outcome: 'met' });
  });

  it('shows an earlier period as red history and opens nothing for it, whenever it comes', async () => {
    const scene = await c00();
    for (const year of [2003, 2002]) {
      await scene.deliver('crime.rate', financialYears(year), { [ENGLAND!]: rate(18, 1000) });
      await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE!, rate(year === 2002 ? 1600 : 400)));
    }
    await scene.settle();
    expect((await scene.page('C00', 'floor', financialYears(2002)))!.areas[NEWCASTLE!]).toMatchObject({ outcome: 'breach' });
    expect(await scene.breaches()).toEqual([]);
    expect(await scene.latest('C00', 'floor', NEWCASTLE!)).toMatchObject({ period: '2003-04' });
  });

  it('keeps a breach in the summary of its place when a newer period lacks its comparator, and a rebuild counts the same', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2002), { [ENGLAND!]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2002), at(NEWCASTLE!, rate(1600)));
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)));
    await scene.settle();
    const summaries = async (): Promise<unknown> => (await scene.documents.find('partnership-summaries', { limit: 10 })).items;
    const counted = await summaries();
    expect(counted).toMatchObject([
      { id: NEWCASTLE, themes: { crime: { 'breach-not-judged': 1 } } },
      { id: GATESHEAD, themes: { crime: { 'not-judged': 1 } } },
    ]);
    await scene.rebuild(1);
    expect(await summaries()).toEqual(counted);
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000) });
    await scene.settle();
    expect(await summaries()).toMatchObject([{ themes: { crime: { breach: 1 } } }, { themes: { crime: { 'not-judged': 1 } } }]);
  });

  it('opens none for a backfill', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)), { backfill: true });
    await scene.settle();
    expect(await scene.breaches()).toEqual([]);
    expect(await scene.latest('C00', 'floor', NEWCASTLE!)).toMatchObject({ outcome: 'breach' });
  });

  it('withdraws what a withdrawn submission said', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000) });
    const submission = await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)));
    await scene.withdraw(submission);
    await scene.settle();
    expect(await steps(scene)).toEqual(['Confirmed', 'Withdrawn']);
    expect((await scene.page('C00', 'floor', financialYears(2003)))!.areas[NEWCASTLE!]).toMatchObject({ reason: 'missing' });
  });

  it('judges rolling windows that a month moves, and only those', async () => {
    const scene = await c00({ kind: 'floor', floor: 1300 });
    await scene.indicator({ code: 'crime.count', measure: 'count', per: 1, polarity: 'lower', frequency: 'month' });
    const sum = {
      code: 'crime.rate',
      measure: 'count',
      per: 1,
      frequency: 'rolling',
      derived: { sumOver: { of: 'crime.count', periods: 12 } },
    } as const;
    await scene.indicator(sum);
    for (let m = 1; m <= 14; m += 1) {
      const p = month(2002 + Math.floor((m - 1) / 12), ((m - 1) % 12) + 1);
      await scene.deliver('crime.count', p, at(NEWCASTLE!, figure(100)));
    }
    await scene.settle();
    const pages = await scene.documents.find<{ periodKey: string }>('judgements', { sort: 'periodEnd', limit: 100 });
    expect(pages.items.map((p) => p.periodKey)).toEqual(['R2002-01+12', 'R2002-02+12', 'R2002-03+12']);
    await scene.deliver('crime.count', month(2003, 2), at(NEWCASTLE!, figure(400)));
    await scene.settle();
    const values = await Promise.all(
      ['2002-01-01', '2002-02-01', '2002-03-01'].map(async (s) => (await scene.page('C00', 'floor', window(s)))!.areas[NEWCASTLE!]!.value),
    );
    expect(values).toEqual([1200, 1200, 1500]);
    expect(await steps(scene)).toEqual(['Confirmed']);
  });

  it('freezes a baseline when its target is posted', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(1998), at(NEWCASTLE!, rate(1000)));
    const cut = {
      code: 'cut',
      kind: 'reduction',
      indicator: 'crime.rate',
      polarity: 'lower',
      areas: 'nrf',
      percent: 20,
      baseline: { period: '1998-99' },
      until: '2003-04',
    } as const;
    await scene.target('RED', [cut]);
    await scene.deliver('crime.rate', financialYears(1998), at(NEWCASTLE!, rate(2000)));
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(800)));
    await scene.settle();
    expect(await scene.latest('RED', 'cut', NEWCASTLE!)).toMatchObject({ floor: 40, outcome: 'met', value: 40 });
  });

  it('judges again under a new version of the target', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(1600)));
    const floor = element({
      kind: 'multiple-of-national',
      indicator: 'crime.rate',
      polarity: 'lower',
      areas: 'nrf',
      multiple: 5,
      national: ENGLAND,
    });
    await scene.target('C00', [floor], { correction: { of: 1 } }, 2);
    await scene.settle(1);
    expect(await steps(scene)).toEqual(['Confirmed', 'Withdrawn']);
    expect(await scene.latest('C00', 'floor', NEWCASTLE!)).toMatchObject({ cause: 'target-version', targetVersion: 2, floor: 90 });
  });
});

/** A story with every kind of step. */
async function longStory(): Promise<Scene> {
  const scene = await c00();
  for (const [year, england, newcastle, gateshead] of [
    [2000, 18, 1600, 400],
    [2001, 18, 1090, 1700],
    [2002, 30, 1600, 1700],
    [2003, 18, 300, 1700],
  ] as const) {
    await scene.deliver('crime.rate', financialYears(year), { [ENGLAND!]: rate(england, 1000) });
    await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE!, rate(newcastle)));
    await scene.deliver('crime.rate', financialYears(year), at(GATESHEAD!, rate(gateshead)));
  }
  await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(40, 1000) });
  return scene;
}

describe('the reader', () => {
  it.each([1, 3, 100])('rebuilds the same documents from nothing in batches of %d and appends nothing', async (batch) => {
    const scene = await longStory();
    await scene.settle(5);
    const [before, breaches] = [await scene.everything(), await scene.breaches()];
    expect(breaches.length).toBeGreaterThan(4);
    await scene.rebuild(batch);
    expect(await scene.breaches()).toEqual(breaches);
    expect(await scene.everything()).toEqual(before);
  });

  it('writes once when it is killed between the log and the read store', async () => {
    const [whole, broken] = [await longStory(), await longStory()];
    await whole.settle(1);
    let left = 0;
    broken.reader = broken.newReader(() => {
      if (left-- === 0) throw Object.assign(new Error('killed'), { code: 'EIO' });
    });
    const types = async (scene: Scene) => (await scene.breaches()).map((e) => [e.stream, e.type]);
    for (let i = 0; i < 40; i += 1) {
      left = i % 3;
      await broken.settle(1 + (i % 4)).catch((error: NodeJS.ErrnoException) => expect(error.code).toBe('EIO'));
    }
    expect(await types(broken)).toEqual(await types(whole));
    const ids = (await broken.breaches()).map((e) => e.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('parks what it cannot judge upon, shows it, and goes on with the others', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND!]: rate(18, 1000), [NEWCASTLE!]: rate(1600) });
    await scene.settle();
    let broken = true;
    scene.reader = scene.newReader(() => {
      if (broken) throw new Error('a mistake in the code');
    });
    const submission = await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE!, rate(100)));
    await scene.settle();
    expect(scene.parked).toEqual([`submission-${submission}`]);
    expect(await scene.latest('C00', 'floor', NEWCASTLE!)).toMatchObject({ outcome: 'not-judged', reason: 'input-parked' });
    broken = false;
    scene.parked.length = 0;
    await scene.deliver('crime.rate', financialYears(2003), at(GATESHEAD!, rate(1700)));
    await scene.settle();
    expect(await steps(scene)).toEqual(['Confirmed', 'Withdrawn', 'Confirmed']);
  });
});
