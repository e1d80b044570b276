import { financialYears } from '#libs/kernel';
import { c00, GATESHEAD, NEWCASTLE, rate, stepsOf } from './testing/c00.js';
import { element } from './testing/evidence.js';
import type { Scene } from './testing/scene.js';

const floor = { kind: 'floor', indicator: 'crime.rate', polarity: 'lower', areas: 'nrf', floor: 50 } as const;
const [OLD_GATESHEAD, DURHAM, WANSBECK, NORTHUMBERLAND] = ['E08000020', 'E06000047', 'E07000162', 'E06000057'] as const;
const [Y2002, Y2003] = [financialYears(2002), financialYears(2003)];

/** Red figures of Newcastle and Gateshead in 2002-03, each an open breach. */
async function twoBreaches(): Promise<Scene> {
  const scene = await c00(floor);
  await scene.deliver('crime.rate', Y2002, { [NEWCASTLE]: rate(1600), [GATESHEAD]: rate(1600) });
  await scene.settle();
  return scene;
}

const day = (scene: Scene, date: string) => scene.append('calendar', { type: 'DayBegan', data: { v: 1, date } });

const reasons = async (scene: Scene): Promise<unknown[]> =>
  (await scene.breaches()).flatMap(({ type, stream, data }) =>
    type === 'BreachSuperseded' ? [[stream.slice(-9), data.reason, data.successor]] : [],
  );

describe('an open breach is superseded', () => {
  it('when a new version of the target lacks its element, and is shown as breach no more', async () => {
    const scene = await twoBreaches();
    await scene.target('C00', [], { change: { appliesFrom: '2003-04' } }, 2);
    await scene.settle();
    expect(await reasons(scene)).toEqual([NEWCASTLE, GATESHEAD].map((area) => [area, 'element-ended', undefined]));
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toBeUndefined();
    expect((await scene.page('C00', 'floor', Y2002))!.areas[NEWCASTLE]).toMatchObject({ outcome: 'breach' });
  });

  it('when its area is not in the group that a new version names', async () => {
    const scene = await twoBreaches();
    await scene.group('fewer', [NEWCASTLE]);
    await scene.target('C00', [element({ ...floor, areas: 'fewer' })], { correction: { of: 1 } }, 2);
    await scene.settle();
    expect(await reasons(scene)).toEqual([[GATESHEAD, 'area-left', undefined]]);
    expect(await scene.latest('C00', 'floor', GATESHEAD)).toBeUndefined();
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ outcome: 'breach' });
    const [before, breaches] = [await scene.everything(), await scene.breaches()];
    await scene.rebuild(1);
    expect([await scene.everything(), await scene.breaches()]).toEqual([before, breaches]);
  });

  it('when its element measures something else', async () => {
    const scene = await twoBreaches();
    await scene.indicator({ code: 'crime.other', measure: 'rate', per: 1000, polarity: 'lower' });
    await scene.target('C00', [element({ ...floor, indicator: 'crime.other' })], { change: { appliesFrom: '2003-04' } }, 2);
    await scene.settle();
    expect(await reasons(scene)).toEqual([NEWCASTLE, GATESHEAD].map((area) => [area, 'target-changed', undefined]));
  });

  it('when its area was merged away and the figures have come so far: the successor is judged in its place', async () => {
    const scene = await c00(floor);
    await scene.group('nrf', [NEWCASTLE, WANSBECK]);
    await scene.deliver('crime.rate', Y2002, { [WANSBECK]: rate(1600) });
    await scene.link(WANSBECK, NORTHUMBERLAND, 'merge', '2003-04-01');
    await scene.deliver('crime.rate', Y2003, { [NORTHUMBERLAND]: rate(1700) });
    await scene.settle();
    expect(await reasons(scene)).toEqual([[WANSBECK, 'area-merged', NORTHUMBERLAND]]);
    expect(await stepsOf(scene, NORTHUMBERLAND)).toEqual(['Confirmed']);
    expect(await scene.latest('C00', 'floor', WANSBECK)).toBeUndefined();
    expect(await scene.latest('C00', 'floor', NORTHUMBERLAND)).toMatchObject({ outcome: 'breach', period: '2003-04' });
    const whoIn = async (year: typeof Y2002, prefix: string) => Object.keys((await scene.page('C00', 'floor', year, prefix))?.areas ?? {});
    expect([await whoIn(Y2002, 'E070001'), await whoIn(Y2003, 'E070001')]).toEqual([[WANSBECK], []]);
    expect([await whoIn(Y2002, 'E060000'), await whoIn(Y2003, 'E060000')]).toEqual([[], [NORTHUMBERLAND]]);
  });
});

describe('a definition that is to apply later (design 4.6)', () => {
  it.each([
    ['its element', [], 'element-ended'],
    ['its area', [element({ ...floor, areas: 'fewer' })], 'area-left'],
  ])('supersedes what lacks %s by then on the day from which it applies, whether or not anything is delivered', async (_, next, reason) => {
    const scene = await twoBreaches();
    await scene.group('fewer', [NEWCASTLE]);
    await scene.target('C00', next, { change: { appliesFrom: '2006-07' } }, 2);
    for (const date of ['2005-04-01', '2006-03-31']) await day(scene, date);
    await scene.settle();
    expect(await reasons(scene)).toEqual([]);
    await day(scene, '2006-04-01');
    await day(scene, '2006-04-02');
    await scene.settle();
    const gone = reason === 'area-left' ? [GATESHEAD] : [NEWCASTLE, GATESHEAD];
    expect(await reasons(scene)).toEqual(gone.map((area) => [area, reason, undefined]));
    expect(await scene.latest('C00', 'floor', GATESHEAD)).toBeUndefined();
  });
});

describe('a chain of mergers', () => {
  it('has each successor judged as long as it is one, and its breach superseded by the next (design 4.8)', async () => {
    const scene = await c00(floor);
    const [first, between, last] = [WANSBECK, DURHAM, NORTHUMBERLAND];
    await scene.group('nrf', [NEWCASTLE, first]);
    await scene.link(first, between, 'merge', '2002-04-01');
    await scene.deliver('crime.rate', Y2002, { [between]: rate(1600) });
    await scene.link(between, last, 'merge', '2003-10-01');
    await scene.settle();
    expect([await stepsOf(scene, between), await scene.latest('C00', 'floor', between)]).toMatchObject([
      ['Confirmed'],
      { outcome: 'breach' },
    ]);
    await scene.deliver('crime.rate', financialYears(2004), { [last]: rate(300) });
    await day(scene, '2005-04-01');
    await scene.settle();
    expect(await reasons(scene)).toEqual([[between, 'area-merged', last]]);
    expect([await scene.latest('C00', 'floor', between), await scene.latest('C00', 'floor', last)]).toMatchObject([
      undefined,
      { outcome: 'met' },
    ]);
  });
});

describe('an area that ended without a successor', () => {
  /** Wansbeck red in 2002-03, and split or abolished on the first of April 2003. */
  async function ended(until = '2003-04-01'): Promise<Scene> {
    const scene = await c00(floor);
    await scene.group('nrf', [NEWCASTLE, WANSBECK]);
    await scene.deliver('crime.rate', Y2002, { [WANSBECK]: rate(1600), [NEWCASTLE]: rate(300) });
    await scene.settle();
    await scene.ends(WANSBECK, until);
    await scene.settle();
    return scene;
  }

  it('keeps no breach open for ever: it is superseded when the figures have come past its end (design 4.8)', async () => {
    const scene = await ended();
    expect(await reasons(scene)).toEqual([[WANSBECK, 'area-left', undefined]]);
    expect(await scene.latest('C00', 'floor', WANSBECK)).toBeUndefined();
    const [before, breaches] = [await scene.everything(), await scene.breaches()];
    await scene.rebuild(2);
    expect([await scene.everything(), await scene.breaches()]).toEqual([before, breaches]);
  });

  it('and is judged until then; figures of whichever area may bring them past it', async () => {
    const scene = await ended('2003-10-01');
    expect([await reasons(scene), (await scene.latest('C00', 'floor', WANSBECK))?.outcome]).toEqual([[], 'breach']);
    await scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(300) }); // No register of its own was touched.
    await scene.settle();
    expect(await reasons(scene)).toEqual([[WANSBECK, 'area-left', undefined]]);
    expect(await scene.latest('C00', 'floor', WANSBECK)).toBeUndefined();
  });
});

describe('a group holds places', () => {
  it('of which each is judged once, under the first code that is named', async () => {
    const scene = await c00(floor);
    await scene.link(OLD_GATESHEAD, GATESHEAD, 'recode', '2003-04-01');
    await scene.group('nrf', [GATESHEAD, OLD_GATESHEAD, DURHAM]);
    await scene.deliver('crime.rate', Y2002, { [OLD_GATESHEAD]: rate(1600) });
    await scene.settle();
    expect((await scene.breaches()).map(({ stream, type }) => [stream.slice(-9), type])).toEqual([[GATESHEAD, 'BreachConfirmed']]);
    expect(Object.keys((await scene.page('C00', 'floor', Y2002))!.areas)).toEqual([GATESHEAD]);
  });

  it.each([
    ['a change', { change: { appliesFrom: '2003-04' } }],
    ['a correction', { correction: { of: 1 } }],
  ])('whose breach goes on where %s of the target names the place by its new code', async (_, made) => {
    const scene = await c00(floor);
    await scene.group('nrf', [OLD_GATESHEAD]);
    await scene.deliver('crime.rate', Y2002, { [OLD_GATESHEAD]: rate(1600) });
    await scene.link(OLD_GATESHEAD, GATESHEAD, 'recode', '2003-04-01');
    await scene.group('newer', [GATESHEAD]);
    await scene.target('C00', [element({ ...floor, areas: 'newer' })], made, 2);
    await scene.deliver('crime.rate', Y2003, { [GATESHEAD]: rate(1600) });
    await scene.settle();
    expect((await scene.breaches()).map(({ stream, type }) => [stream.slice(-9), type])).toEqual([[OLD_GATESHEAD, 'BreachConfirmed']]);
    expect(await scene.latest('C00', 'floor', OLD_GATESHEAD)).toMatchObject({ outcome: 'breach', period: '2003-04', targetVersion: 2 });
    expect(await scene.latest('C00', 'floor', GATESHEAD)).toBeUndefined();
  });

  it('and the second code of one keeps no breach when the codes turn out to be one place', async () => {
    const scene = await c00(floor);
    await scene.group('nrf', [GATESHEAD, OLD_GATESHEAD]);
    await scene.deliver('crime.rate', Y2003, { [OLD_GATESHEAD]: rate(1600) });
    await scene.settle();
    await scene.link(OLD_GATESHEAD, GATESHEAD, 'recode', '2013-04-01');
    await scene.settle();
    expect(await reasons(scene)).toEqual([[OLD_GATESHEAD, 'area-merged', GATESHEAD]]);
    expect(await stepsOf(scene, GATESHEAD)).toEqual(['Confirmed']);
  });
});
