import fc from 'fast-check';
import { Refusal } from '#libs/kernel';
import { csvRows } from './csv.js';

const cellsOf = (text: string): unknown[] => [...csvRows(text)].map((row) => (row instanceof Refusal ? row.code : row.cells));
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('the splitter of rows', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '"Hull, City of",1\n\n2,',
      [
        ['Hull, City of', '1'],
        ['2', ''],
      ],
    ],
    ['"say ""so""",x\n', [['say "so"', 'x']]],
    [
      '"two\nlines",x\n3,4\n',
      [
        ['two\nlines', 'x'],
        ['3', '4'],
      ],
    ],
    ['"open', ['unreadable-row']],
    ['"a"b,c\n', ['unreadable-row']],
    ['', []],
  ])('reads %j', (text, rows) => expect(cellsOf(text)).toEqual(rows));
  it('gives back whatever was quoted', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 })), (rows) => {
        expect(cellsOf(rows.map((row) => row.map(quoted).join(',')).join('\n'))).toEqual(rows);
      }),
    ));
});
