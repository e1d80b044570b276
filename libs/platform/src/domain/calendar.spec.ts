import fc from 'fast-check';
import { nextDay } from '#libs/kernel';
import { daysToBegin } from './calendar.js';

describe('the calendar', () => {
  it('begins with today at the first start', () => expect(daysToBegin(undefined, '2004-02-28')).toEqual(['2004-02-28']));
  it('begins nothing twice on one day', () => expect(daysToBegin('2004-02-28', '2004-02-28')).toEqual([]));
  it('begins every missed day in turn, leap days too', () =>
    expect(daysToBegin('2004-02-27', '2004-03-01')).toEqual(['2004-02-28', '2004-02-29', '2004-03-01']));
  it('begins nothing when the clock went back', () => expect(daysToBegin('2004-03-01', '2004-02-27')).toEqual([]));
  it('leaves no gap, however often it is asked', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 12 }), (pauses) => {
        const begun: string[] = [];
        let today = '2003-12-20';
        for (const pause of pauses) {
          for (let i = 0; i < pause; i++) today = nextDay(today);
          begun.push(...daysToBegin(begun.at(-1), today));
        }
        begun.slice(1).forEach((date, i) => expect(date).toBe(nextDay(begun[i]!)));
      }),
    ));
});
