import { hasEnded, isFresh } from './opening.js';

const yearly = { frequency: 'financial', lagDays: 120 } as const;
const monthly = { frequency: 'month', lagDays: null } as const;

describe('a period is within the usual lag (design 4.8: history opens nothing when a target is posted)', () => {
  it('until the results of the next one are due', () => {
    expect(isFresh({ periodEnd: '2004-04-01' }, yearly, '2005-07-30')).toBe(true);
    expect(isFresh({ periodEnd: '2004-04-01' }, yearly, '2005-07-31')).toBe(false);
    expect(isFresh({ periodEnd: '2020-01-01' }, { ...yearly, frequency: 'calendar' }, '2026-11-28')).toBe(false);
  });
  it('which is its own length without a lag', () => {
    expect(isFresh({ periodEnd: '2004-02-01' }, monthly, '2004-03-01')).toBe(true);
    expect(isFresh({ periodEnd: '2004-02-01' }, monthly, '2004-03-02')).toBe(false);
  });
});

describe('a period is judged (design 4.6)', () => {
  it('from the day after its last', () => {
    expect(hasEnded('2027-04-01', yearly, '2027-03-31')).toBe(false);
    expect(hasEnded('2027-04-01', yearly, '2027-04-01')).toBe(true);
  });
  it('so many days earlier where its results come so early', () => {
    expect(hasEnded('2004-09-01', { lagDays: -20 }, '2004-08-11')).toBe(false);
    expect(hasEnded('2004-09-01', { lagDays: -20 }, '2004-08-12')).toBe(true);
  });
});
