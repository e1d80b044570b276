import fc from 'fast-check';
import { parsePeriod } from './parse-period.js';
import { periodFromKey, periodKey, periodText } from './period-text.js';
import { Refusal } from './refusal.js';
import {
  academicYears,
  calendarYears,
  comparePeriods,
  endOf,
  financialYears,
  interval,
  month,
  overlaps,
  type Period,
  quarter,
  shift,
} from './period.js';

const years = fc.integer({ min: 1970, max: 2099 });
const periods = fc.oneof(
  fc.tuple(years, fc.integer({ min: 1, max: 12 })).map(([y, m]) => month(y, m)),
  fc.tuple(years, fc.integer({ min: 1, max: 4 })).map(([y, q]) => quarter(y, q)),
  fc
    .tuple(fc.constantFrom(calendarYears, financialYears, academicYears), years, fc.integer({ min: 1, max: 9 }))
    .map(([make, y, n]) => make(y, n)),
  fc
    .tuple(years, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 59 }))
    .map(([y, m, months]): Period => ({ kind: 'rolling', start: month(y, m).start, months })),
);

describe('a period', () => {
  it('is read back from its key, whatever it is', () =>
    fc.assert(fc.property(periods, (p) => expect(periodFromKey(periodKey(p))).toEqual(p))));

  it('is read back from its text, given what is expected', () =>
    fc.assert(
      fc.property(periods, (p) => {
        const read = parsePeriod(periodText(p), p.kind);
        expect(read).not.toBeInstanceOf(Refusal);
        expect({ start: (read as Period).start, months: (read as Period).months }).toEqual({ start: p.start, months: p.months });
      }),
    ));

  it.each([
    ['2018-10', undefined, month(2018, 10)],
    ['2001-02', 'month', month(2001, 2)],
    ['2001-02', 'financial', financialYears(2001)],
    ['2003/04', undefined, academicYears(2003)],
    ['2015/16', 'financial', financialYears(2015)],
    ['2018-20', undefined, calendarYears(2018, 3)],
    ['2014-2015', 'calendar', calendarYears(2014, 2)],
    ['2013/14-15/16', 'financial', financialYears(2013, 3)],
    ['2011-01-01/P3Y', undefined, calendarYears(2011, 3)],
    ['2019-04-01T00:00:00/P3Y', undefined, financialYears(2019, 3)],
    ['2018-09-01/P1Y', undefined, academicYears(2018)],
    ['2015-11-16/P1Y', undefined, interval('2015-11-16', 12)],
    ['2023-07-01/P1M', undefined, month(2023, 7)],
    ['April 2024', undefined, month(2024, 4)],
    ['Jan-18', undefined, month(2018, 1)],
    ['201810', undefined, month(2018, 10)],
    ['2000 Q1', undefined, quarter(2000, 1)],
    ['2015-01-01', 'month', month(2015, 1)],
  ] as const)('reads %s (%s expected)', (text, expected, period) => expect(parsePeriod(text, expected)).toEqual(period));

  it.each([
    ['Jun-83', month(1983, 6)],
    ['Dec-99', month(1999, 12)],
    ['Jan-00', month(2000, 1)],
    ['May 26', month(2026, 5)],
    ['Jul-26', month(1926, 7)],
    ['January 1998', month(1998, 1)],
    ['Jul 2026', month(2026, 7)],
  ])('reads %s, of two digits, as no month of the future', (text, period) =>
    expect(parsePeriod(text, 'month', '2026-06-01')).toEqual(period),
  );

  it.each(['', '2003-13', '2003/05', 'soon', '2015-02-30', '2011-01-01/P0Y', '0x7d0'])('refuses %j', (text) =>
    expect(parsePeriod(text)).toBeInstanceOf(Refusal),
  );

  it('ends where the next begins', () => fc.assert(fc.property(periods, (p) => expect(endOf(p)).toBe(shift(p, 1).start))));

  it('overlaps the windows beside it, and not those a length away', () => {
    const window: Period = { kind: 'rolling', start: '2020-06-01', months: 12 };
    expect(overlaps(window, { ...window, start: '2021-05-01' })).toBe(true);
    expect(overlaps(window, { ...window, start: '2021-06-01' })).toBe(false);
  });

  it('sorts by start, then by length', () =>
    expect([calendarYears(2020), month(2020, 1), month(2019, 12)].sort(comparePeriods)).toEqual([
      month(2019, 12),
      month(2020, 1),
      calendarYears(2020),
    ]));
});
