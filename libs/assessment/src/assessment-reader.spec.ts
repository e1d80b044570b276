import { type Figure, figure } from '#libs/figures';
import { financialYears, month, type Period } from '#libs/kernel';
import type { AreaJudgement, JudgementPage } from './pages.js';
import { c00, ENGLAND, GATESHEAD, NEWCASTLE, rate, stepsOf } from './testing/c00.js';
import { element } from './testing/evidence.js';
import type { Delivered } from './testing/scene.js';

const at = (area: string, f: Figure): Delivered => ({ [area]: f });
const window = (start: string): Period => ({ kind: 'rolling', start, months: 12 });

describe('assessment of deliveries', () => {
  it('judges every area of the group on one page and names the silent ones', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(19.3, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
    await scene.settle();
    const page = (await scene.page('C00', 'floor', financialYears(2003)))!;
    expect(page).toMatchObject({ target: 'C00', theme: 'crime', period: '2003-04', periodEnd: '2004-04-01', prefix: 'E080000' });
    expect(page.areas[NEWCASTLE]).toMatchObject({
      outcome: 'breach',
      certainty: '99.8',
      value: 80,
      floor: 57.9,
      cause: 'first',
      distance: -22.1,
    });
    expect(page.areas[GATESHEAD]).toMatchObject({ outcome: 'not-judged', reason: 'missing' });
    expect(await scene.breaches()).toMatchObject([
      { stream: `breach-C00.floor-${NEWCASTLE}`, type: 'BreachConfirmed', data: { by: '99.8' } },
    ]);
  });

  it('cuts the judgements of a period by the first seven characters of the area codes, as registers are', async () => {
    const scene = await c00({ kind: 'floor', floor: 50 });
    const wards = Array.from({ length: 250 }, (_, i) => `E0500${String(1000 + i)}`);
    await scene.group('nrf', [NEWCASTLE, ...wards]);
    await scene.deliver('crime.rate', financialYears(2003), { [NEWCASTLE]: rate(1600), [wards[7]!]: rate(400) });
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
    await scene.deliver('crime.rate', financialYears(2002), { [ENGLAND]: rate(18, 1000), [NEWCASTLE]: rate(1600) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
    await scene.settle();
    const line = await scene.documents.get<AreaJudgement>('area-judgements', `C00.floor|${NEWCASTLE}`);
    expect(line).toMatchObject({ outcome: 'not-judged', judgement: { period: '2003-04', reason: 'no-comparator' } });
    expect(line!.lastJudged).toMatchObject({ period: '2002-03', outcome: 'breach', cause: 'first' });
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(18, 1000) });
    await scene.settle();
    expect(await scene.documents.get('area-judgements', `C00.floor|${NEWCASTLE}`)).toMatchObject({ lastJudged: null, outcome: 'breach' });
  });

  it('withdraws a breach when the national figure alone is revised, and says so', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(30, 1000) });
    await scene.settle();
    const breaches = await scene.breaches();
    expect(breaches.map((e) => e.type)).toEqual(['BreachConfirmed', 'BreachWithdrawn']);
    expect(breaches[1]!.data.judgement).toMatchObject({ cause: 'comparator', outcome: 'met', value: 80, floor: 90 });
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ cause: 'comparator', outcome: 'met' });
    const { items } = await scene.documents.find<{ judgement: object; from: string; to: string }>('judgement-history', {
      where: { area: NEWCASTLE },
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
      await scene.deliver('crime.rate', financialYears(year), { [ENGLAND]: rate(18, 1000) });
      await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE, rate(x)));
      await scene.settle();
    }
    expect(await stepsOf(scene)).toEqual(['Confirmed', 'Cleared']);
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ period: '2003-04', outcome: 'met' });
  });

  it('shows an earlier period as red history and opens nothing for it, whenever it comes', async () => {
    const scene = await c00();
    for (const year of [2003, 2002]) {
      await scene.deliver('crime.rate', financialYears(year), { [ENGLAND]: rate(18, 1000) });
      await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE, rate(year === 2002 ? 1600 : 400)));
    }
    await scene.settle();
    expect((await scene.page('C00', 'floor', financialYears(2002)))!.areas[NEWCASTLE]).toMatchObject({ outcome: 'breach' });
    expect(await scene.breaches()).toEqual([]);
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ period: '2003-04' });
  });

  it('keeps a breach in the summary of its place when a newer period lacks its comparator, and a rebuild counts the same', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2002), { [ENGLAND]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2002), at(NEWCASTLE, rate(1600)));
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
    await scene.settle();
    const summaries = async (): Promise<unknown> => (await scene.documents.find('partnership-summaries', { limit: 10 })).items;
    const counted = await summaries();
    expect(counted).toMatchObject([
      { id: NEWCASTLE, themes: { crime: { 'breach-not-judged': 1 } } },
      { id: GATESHEAD, themes: { crime: { 'not-judged': 1 } } },
    ]);
    await scene.rebuild(1);
    expect(await summaries()).toEqual(counted);
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(18, 1000) });
    await scene.settle();
    expect(await summaries()).toMatchObject([{ themes: { crime: { breach: 1 } } }, { themes: { crime: { 'not-judged': 1 } } }]);
  });

  it('opens none for a backfill', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)), { backfill: true });
    await scene.settle();
    expect(await scene.breaches()).toEqual([]);
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ outcome: 'breach' });
  });

  it('withdraws what a withdrawn submission said', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(18, 1000) });
    const submission = await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
    await scene.withdraw(submission);
    await scene.settle();
    expect(await stepsOf(scene)).toEqual(['Confirmed', 'Withdrawn']);
    expect((await scene.page('C00', 'floor', financialYears(2003)))!.areas[NEWCASTLE]).toMatchObject({ reason: 'missing' });
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
      await scene.deliver('crime.count', p, at(NEWCASTLE, figure(100)));
    }
    await scene.settle();
    const pages = await scene.documents.find<{ periodKey: string }>('judgements', { sort: 'periodEnd', limit: 100 });
    expect(pages.items.map((p) => p.periodKey)).toEqual(['R2002-01+12', 'R2002-02+12', 'R2002-03+12']);
    await scene.deliver('crime.count', month(2003, 2), at(NEWCASTLE, figure(400)));
    await scene.settle();
    const values = await Promise.all(
      ['2002-01-01', '2002-02-01', '2002-03-01'].map(async (s) => (await scene.page('C00', 'floor', window(s)))!.areas[NEWCASTLE]!.value),
    );
    expect(values).toEqual([1200, 1200, 1500]);
    expect(await stepsOf(scene)).toEqual(['Confirmed']);
  });

  it('freezes a baseline when its target is posted', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(1998), at(NEWCASTLE, rate(1000)));
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
    await scene.deliver('crime.rate', financialYears(1998), at(NEWCASTLE, rate(2000)));
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(800)));
    await scene.settle();
    expect(await scene.latest('RED', 'cut', NEWCASTLE)).toMatchObject({ floor: 40, outcome: 'met', value: 40 });
  });

  it('judges again under a new version of the target', async () => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(2003), { [ENGLAND]: rate(18, 1000) });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
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
    expect(await stepsOf(scene)).toEqual(['Confirmed', 'Withdrawn']);
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ cause: 'target-version', targetVersion: 2, floor: 90 });
  });
});
