import { distance } from 'fastest-levenshtein';
import { Likeness } from './likeness.js';

const known = new Likeness([
  { code: 'E08000021', name: 'Newcastle upon Tyne', until: null },
  { code: 'E08000020', name: 'Gateshead', until: '2013-03-31' },
  { code: 'E08000037', name: 'Gateshead', until: null },
  { code: 'E06000057', name: 'Northumberland', until: null },
  { code: 'E01008162', name: 'Newcastle upon Tyne 001A', until: null },
  ...['1', '2', '3', '4'].map((n) => ({ code: `E0500000${n}`, name: 'Abbey', until: null })),
  { code: 'crime.burglary', name: 'Burglary' },
  { code: 'abc', name: 'A' },
]);
const like = (text: string): string[] => known.like(text).map(({ code }) => code);

describe('what an unknown text may have been meant for (issue 9, 5: the nearest code)', () => {
  it.each([
    ['a code without one of its letters', 'E0800021', ['E08000021']],
    ['a code with one letter more', 'E080000211', ['E08000021']],
    ['two letters in each other’s place', 'E01008126', ['E01008162']],
    ['the letter O for a nought at the beginning', 'EO1008162', ['E01008162']],
    ['another case', 'e06000057', ['E06000057']],
    ['a name, in any case', 'newcastle upon tyne', ['E08000021']],
    ['a name of which one area still stands', 'Gateshead', ['E08000037']],
    ['a code of three equally near', 'E0800003', ['E08000037']],
    ['an indicator', 'crime.burglery', ['crime.burglary']],
  ])('%s: %s', (_, text, codes) => expect(like(text)).toEqual(codes));

  it.each([
    ['a name of too many', 'Abbey'],
    ['a code like too many', 'E0500000X'],
    ['a code three letters away', 'E08999921'],
    ['a code of another length', 'E080000'],
    ['a short text that any code is near', 'xyc'],
    ['nothing', ''],
    ['the code itself, which is of another kind than wanted', 'E06000057'],
    ['no key of any object', '__proto__'],
  ])('is not told of %s', (_, text) => expect(like(text)).toEqual([]));

  it('is found without comparing every code: in less than a third of the time of doing so among 100,000', () => {
    const codes = Array.from({ length: 100_000 }, (_, i) => ({ code: `E01${String(i).padStart(6, '0')}`, name: `Area ${i}` }));
    const many = new Likeness(codes);
    const msOf = (times: number, find: (text: string) => unknown): number => {
      const started = process.cpuUsage();
      for (let i = 0; i < times; i++) find(`E01${String(i * 17).padStart(6, '0')}X`);
      return process.cpuUsage(started).user / 1000 / times;
    };
    const compareAll = (text: string): number => codes.reduce((least, { code }) => Math.min(least, distance(text, code)), Infinity);
    const like = (text: string): unknown => many.like(text);
    const each = { like: msOf(200, like), comparing: msOf(10, compareAll) };
    // One code in ten shares the beginning, so a tenth is compared; comparing every code would take the whole time.
    expect(each.like * 3).toBeLessThan(each.comparing);
  });
});
