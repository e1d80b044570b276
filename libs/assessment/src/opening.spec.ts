import { type Figure, figure } from '#libs/figures';
import { financialYears } from '#libs/kernel';
import { c00, ENGLAND, GATESHEAD, NEWCASTLE, rate, stepsOf } from './testing/c00.js';
import { element } from './testing/evidence.js';
import type { Delivered } from './testing/scene.js';

const at = (area: string, f: Figure): Delivered => ({ [area]: f });

describe('an episode is not opened by history or by the future', () => {
  it('opens none for what a backfill brought when others deliver, until a normal delivery says it too', async () => {
    const scene = await c00();
    const year = financialYears(2003);
    await scene.deliver('crime.rate', year, { [ENGLAND]: rate(18, 1000) });
    await scene.deliver('crime.rate', year, at(NEWCASTLE, rate(1600)), { backfill: true });
    await scene.deliver('crime.rate', year, at(GATESHEAD, rate(400)));
    await scene.deliver('crime.rate', year, { [ENGLAND]: rate(17, 1000) });
    await scene.settle();
    expect(await scene.breaches()).toEqual([]);
    await scene.deliver('crime.rate', year, at(NEWCASTLE, rate(1600)));
    await scene.settle();
    expect(await stepsOf(scene)).toEqual(['Confirmed']);
  });

  it('opens none for a sum over periods whose last is a backfill, though its rate has a new denominator', async () => {
    const scene = await c00({ kind: 'floor', floor: 2 });
    await scene.indicator({ code: 'crime.count', measure: 'count', per: 1, polarity: 'lower' });
    await scene.indicator({ code: 'people', measure: 'count', per: 1, behaviour: 'stock', polarity: 'none' });
    const derived = { rate: { numerator: 'crime.count', denominator: 'people', denominatorPeriod: 'same' } };
    await scene.indicator({ code: 'crime.rate', measure: 'rate', per: 1000, polarity: 'lower', derived });
    await scene.deliver('crime.count', financialYears(2003), at(NEWCASTLE, figure(1600)), { backfill: true });
    await scene.deliver('people', financialYears(2003), at(NEWCASTLE, figure(20_000)));
    await scene.settle();
    expect(await scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ outcome: 'breach', value: 80 });
    expect(await scene.breaches()).toEqual([]);
    await scene.deliver('crime.count', financialYears(2003), at(NEWCASTLE, figure(1700)));
    await scene.settle();
    expect(await stepsOf(scene)).toEqual(['Confirmed']);
  });

  it.each([
    [2000, []],
    [2003, ['Confirmed']],
  ])('opens for a target that is posted over figures of %d: %j', async (year, expected) => {
    const scene = await c00();
    await scene.deliver('crime.rate', financialYears(year), at(NEWCASTLE, rate(1600)));
    await scene.target('NEW', [element({ kind: 'floor', indicator: 'crime.rate', polarity: 'lower', areas: 'nrf', floor: 50 })]);
    await scene.deliver('crime.rate', financialYears(year), at(GATESHEAD, rate(400)));
    await scene.settle();
    expect((await scene.breaches('breach-NEW')).map((e) => e.type.slice('Breach'.length))).toEqual(expected);
  });

  it('says of a period that has not ended that it has not, and opens nothing', async () => {
    const scene = await c00({ kind: 'floor', floor: 50 });
    await scene.deliver('crime.rate', financialYears(2003), at(NEWCASTLE, rate(1600)));
    await scene.deliver('crime.rate', financialYears(2004), at(NEWCASTLE, rate(1)));
    await scene.deliver('crime.rate', financialYears(2004), at(GATESHEAD, rate(1600)));
    await scene.settle();
    expect(await stepsOf(scene)).toEqual(['Confirmed']);
    expect(await scene.latest('C00', 'floor', GATESHEAD)).toMatchObject({ outcome: 'not-judged', reason: 'period-not-ended' });
    const day = (date: string) => scene.append('calendar', { type: 'DayBegan', data: { v: 1, date } });
    for (const date of ['2005-03-31', '2005-04-01', '2005-04-02']) await day(date);
    await scene.settle();
    expect(await stepsOf(scene)).toEqual(['Confirmed', 'Cleared', 'Confirmed']);
    expect(await scene.latest('C00', 'floor', GATESHEAD)).toMatchObject({ outcome: 'breach', cause: 'date' });
    expect((await scene.breaches()).map(({ data }) => data.trigger.date).sort()).toEqual(['2004-05-01', '2005-04-01', '2005-04-01']);
  });

  it('goes by the day of receipt, which a clock that has jumped does not move (design 4.7)', async () => {
    const scene = await c00({ kind: 'floor', floor: 50 });
    const jumped = { received: '2006-05-01T12:00:00.000Z', receivedOn: '2004-05-01' };
    await scene.deliver('crime.rate', financialYears(2004), at(GATESHEAD, rate(1600)), jumped);
    await scene.settle();
    expect(await scene.latest('C00', 'floor', GATESHEAD)).toMatchObject({ outcome: 'not-judged', reason: 'period-not-ended' });
  });
});
