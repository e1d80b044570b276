import { SourceLines } from './source-lines.js';

describe('lines of a source', () => {
  it('are the rows themselves where no change is noted', () => expect(new SourceLines().of(7)).toBe(7));

  it('follow each other from the last change on', () => {
    const lines = new SourceLines();
    lines.from(1, 2);
    lines.from(4, 9);
    expect([1, 3, 4, 6].map((row) => lines.of(row))).toEqual([2, 4, 9, 11]);
  });

  it('are not known beyond the bound, rather than wrong', () => {
    const lines = new SourceLines(2);
    for (let row = 1; row <= 40; row++) lines.from(row, 2 * row);
    expect([lines.of(1), lines.of(2), lines.of(3), lines.of(40)]).toEqual([2, 4, null, null]);
  });

  it('grow with the changes', () => {
    const lines = new SourceLines();
    for (let row = 1; row <= 1000; row++) lines.from(row, 3 * row);
    expect([1, 500, 1000].map((row) => lines.of(row))).toEqual([3, 1500, 3000]);
  });
});
