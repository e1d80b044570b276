import { chartPeriods } from './chart-periods.js';

describe('the periods of a chart', () => {
  it.each([
    ['years with one missing', ['2001-02', '2003-04'], 'financial', ['2001-02', '2002-03', '2003-04']],
    ['school years', ['2001/02', '2003/04'], 'academic', ['2001/02', '2002/03', '2003/04']],
    ['months in any order', ['2004-05', '2004-02'], 'month', ['2004-02', '2004-03', '2004-04', '2004-05']],
    [
      'rolling years that move by a month',
      ['2004-01-01/P12M', '2004-02-01/P12M', '2004-04-01/P12M'],
      'rolling',
      ['2004-01-01/P12M', '2004-02-01/P12M', '2004-03-01/P12M', '2004-04-01/P12M'],
    ],
    ['dates, which have no neighbours', ['2004-05-01', '2004-01-01'], 'day', ['2004-01-01', '2004-05-01']],
    ['what cannot be read', ['x', '2004'], 'calendar', ['x', '2004']],
    ['nothing', [], 'month', []],
  ] as const)('%s', (_, texts, frequency, all) => expect(chartPeriods(texts, frequency)).toEqual(all));
});
