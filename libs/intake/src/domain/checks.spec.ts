import { calendarYears, month } from '#libs/kernel';
import { covers, FigureRules, levelFault, periodFault } from './checks.js';

describe('what a feed may state', () => {
  it.each([
    [[], 'crime.drugs', true],
    [['*'], 'crime.drugs', true],
    [['crime.*'], 'crime.drugs', true],
    [['crime.drugs'], 'crime.drugs', true],
    [['crime.drugs'], 'crime.drugs-rate', false],
    [['health.*'], 'crime.drugs', false],
  ])('%j covers %s: %s', (patterns, code, answer) => expect(covers(patterns, code)).toBe(answer));
});

describe('a period', () => {
  it('may start on the day of receipt', () => expect(periodFault(month(2026, 6), ['month'], '2026-06-01')).toBeUndefined());
  it('may not start after it', () => expect(periodFault(month(2026, 7), ['month'], '2026-06-30')?.code).toBe('future-period'));
  it('is of a kind the indicator takes', () =>
    expect(periodFault(calendarYears(2019), ['financial'], '2026-06-01')?.code).toBe('wrong-period-kind'));
});

describe('the rules of figures', () => {
  const proportion = new FigureRules({ measure: 'proportion', per: 100, decimals: 1 });
  it('let numbers that are not stated be', () =>
    expect([proportion.ofParts(NaN, NaN), proportion.ofValue(NaN), proportion.ofLimits(NaN, 5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]));
  it('take a proportion from nothing to all', () =>
    expect([0, 100].map((value) => proportion.ofValue(value))).toEqual([undefined, undefined]));
  it('let a rate have more events than people', () =>
    expect(new FigureRules({ measure: 'rate', per: 1000, decimals: 1 }).ofParts(11, 10)).toBeUndefined());
  it('take equal limits', () => expect(proportion.ofLimits(5, 5)).toBeUndefined());
  it.each(['count', 'proportion', 'rate', 'standardised-rate'] as const)('refuse a %s below zero', (measure) =>
    expect(new FigureRules({ measure, per: 100, decimals: 1 }).ofValue(-0.1)).toBeDefined(),
  );
  it.each(['mean', 'index'] as const)('take a %s below zero', (measure) =>
    expect(new FigureRules({ measure, per: 1, decimals: 1 }).ofValue(-0.1)).toBeUndefined(),
  );
  it.each([
    [33.3, false],
    [33.38, false],
    [33.4, true],
    [0.333, true],
  ])('tell a value of %d from parts of 1 and 3: %s', (value, answer) => expect(proportion.differs(value, 1, 3)).toBe(answer));
  it.each([50, 95, 99.8, 100, 0.5, 0.95])('take a level of %d', (level) => expect(levelFault(level)).toBeUndefined());
  it.each([
    [998, 99.8],
    [950, 95],
    [9980, 99.8],
    [9.5, 95],
    [5, 95],
    [0.2, 99.8],
    [1, 99],
    [100.1, undefined],
    [-5, undefined],
    [0, undefined],
    [200, undefined],
    [501, undefined],
    [49.9, undefined],
  ])('suggest for a level of %d, of those in use, %d', (level, meant) => {
    const [, suggested] = /is it ([\d.]+)\?/.exec(levelFault(level)!.detail) ?? [];
    expect(suggested).toBe(meant?.toString());
  });
  it.each([0, -5, 0.49, 1, 49.9, 100.1, 200, 998])('refuse a level of %d', (level) =>
    expect(levelFault(level)?.code).toBe('level-out-of-range'),
  );
});
