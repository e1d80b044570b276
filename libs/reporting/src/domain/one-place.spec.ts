import { figure, type Known, type Series } from '#libs/figures';
import { financialYears, periodText } from '#libs/kernel';
import { ofOnePlace } from './one-place.js';

const [OLD, NEW] = ['E08000016', 'E08000038'] as const;
const catalogue = { codeAt: (_: string, date: string) => (date < '2004-04-01' ? OLD : NEW) };

const known = (year: number, value: number | null): Known => ({
  period: financialYears(year),
  figure: figure(value),
  provenance: null,
  derivedFrom: null,
});
const shown = (...byCode: [string, Series][]) =>
  ofOnePlace(new Map(byCode), catalogue).map(({ period, figure: { value } }) => [periodText(period), value]);

describe('the series of a recoded place', () => {
  const old: [string, Series] = [OLD, [known(2003, 1), known(2004, 2), known(2005, null)]];
  const now: [string, Series] = [NEW, [known(2003, 3), known(2004, 4), known(2005, null), known(2006, 5)]];
  const expected = [
    ['2003-04', 1],
    ['2004-05', 4],
    ['2005-06', null],
    ['2006-07', 5],
  ];

  it('has the figure under the code of its day, by which it is judged, whichever code is asked for', () =>
    expect([shown(old, now), shown(now, old)]).toEqual([expected, expected]));
  it('else that of the code asked for, and nothing missing of another', () => {
    expect(shown([OLD, []], [NEW, [known(2003, 3)]])).toEqual([['2003-04', 3]]);
    expect(shown([OLD, [known(2006, 7)]], [NEW, []])).toEqual([['2006-07', 7]]);
    expect(shown([NEW, []], [OLD, [known(2006, null)]])).toEqual([]);
  });
});
