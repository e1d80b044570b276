import { londonDate } from './london.js';

describe('the date in London', () => {
  it.each([
    ['2020-06-30T23:30:00Z', '2020-07-01'],
    ['2020-01-31T23:30:00Z', '2020-01-31'],
    ['0099-05-01T12:00:00Z', '0099-05-01'],
  ])('at %s is %s', (moment, date) => expect(londonDate(new Date(moment))).toBe(date));
});
