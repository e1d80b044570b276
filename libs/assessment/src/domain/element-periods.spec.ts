import { financialYears, month, type Period } from '#libs/kernel';
import { element, indicator, target, version } from '../testing/evidence.js';
import { definitionFor, definitionsOf, isLast, readPeriod } from './element-periods.js';

const first = { first: true } as const;
const change = (appliesFrom: string) => ({ change: { appliesFrom } });
const correction = (of: number) => ({ correction: { of } });
const at = (t: ReturnType<typeof target>, period: Period) =>
  definitionFor(
    definitionsOf(t, 'floor', () => indicator()),
    period,
  );
const floorIn = (t: ReturnType<typeof target>, year: number) => at(t, financialYears(year))?.element.floor;

describe('an element judges', () => {
  it('the periods within its term', () => {
    const t = target(version(1, first, [element({ from: '2001-02', until: '2003-04' })]));
    expect([2000, 2001, 2003, 2004].map((y) => floorIn(t, y))).toEqual([undefined, 38, 38, undefined]);
  });

  it('every period when it has no term', () => expect(floorIn(target(version(1, first, [element()])), 1950)).toBe(38));

  it('only what comes after its baseline, where it has a way to go', () => {
    const t = target(version(1, first, [element({ kind: 'reduction', baseline: { period: '2001-02' }, until: '2003-04' })]));
    expect([2001, 2002].map((y) => at(t, financialYears(y)) !== undefined)).toEqual([false, true]);
  });

  it('its last period at the end', () => {
    const until = { until: financialYears(2003) };
    expect([2002, 2003].map((y) => isLast(until, financialYears(y)))).toEqual([false, true]);
    const window = (start: string): Period => ({ kind: 'rolling', start, months: 12 });
    expect(['2003-03-01', '2003-04-01'].map((s) => isLast(until, window(s)))).toEqual([false, true]);
    expect(isLast({ until: null }, financialYears(2003))).toBe(false);
  });
});

describe('a target version', () => {
  const one = version(1, first, [element({ floor: 20 })]);

  it('that is a change applies from its period on and leaves the earlier ones', () => {
    const t = target(one, version(2, change('2004-05'), [element({ floor: 25 })]));
    expect([2003, 2004, 2005].map((y) => floorIn(t, y))).toEqual([20, 25, 25]);
  });

  it('that is a correction stands in for what it names in all its periods', () => {
    const t = target(one, version(2, change('2004-05'), [element({ floor: 25 })]), version(3, correction(1), [element({ floor: 21 })]));
    expect([2003, 2004].map((y) => floorIn(t, y))).toEqual([21, 25]);
    const again = target(...t.versions, version(4, correction(3), [element({ floor: 22 })]));
    expect([2003, 2004].map((y) => floorIn(again, y))).toEqual([22, 25]);
    expect(at(again, financialYears(2003))?.targetVersion).toBe(4);
  });

  it('without the element ends it from there on', () => {
    const t = target(one, version(2, change('2004-05'), []));
    expect([2003, 2004].map((y) => floorIn(t, y))).toEqual([20, undefined]);
  });

  it('reads a financial year of a rolling indicator as the window of its twelve months', () => {
    const year = { kind: 'rolling', start: '2001-04-01', months: 12 };
    expect(readPeriod('2001-02', { frequency: 'rolling' })).toEqual(year);
    expect(readPeriod('2001-04-01/P12M', { frequency: 'rolling' })).toEqual(year);
    expect(readPeriod('2023-01-01/P12M', { frequency: 'rolling' })).toEqual({ ...year, start: '2023-01-01' });
  });

  it('reads the bounds of rolling windows as months', () => {
    const t = target(version(1, first, [element({ from: '2020-04' })]));
    const defs = definitionsOf(t, 'floor', () => indicator({ frequency: 'rolling' }));
    expect(definitionFor(defs, { kind: 'rolling', start: '2020-03-01', months: 12 })).toBeUndefined();
    expect(definitionFor(defs, { kind: 'rolling', start: '2020-04-01', months: 12 })).toBeDefined();
    expect(definitionFor(defs, month(2020, 4))).toBeDefined();
  });
});
