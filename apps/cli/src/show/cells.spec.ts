import { csvCell, printable } from './cells.js';

describe('a CSV cell', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['@SUM(A1), x', '"\'@SUM(A1), x"'],
    [-3, '-3'],
    [null, ''],
    [false, 'false'],
  ])('%j is written %j', (value, cell) => expect(csvCell(value)).toBe(cell));
});

describe('what is shown on a terminal', () => {
  it('cannot move the cursor', () => expect(printable('\u001b[2Jgone\u0007')).toBe('\uFFFD[2Jgone\uFFFD'));
});
