import fc from 'fast-check';
import { ByteWindow } from './byte-window.js';
import { Cells } from './cells.js';
import { CsvRows } from './csv-rows.js';
import { bodyOf } from './testing/bodies.js';

const linesOf = async (content: string, pieceBytes = 65536): Promise<number[]> => {
  const lines: number[] = [];
  await rowsOf(content, pieceBytes, 1 << 20, (line) => lines.push(line));
  return lines;
};

async function rowsOf(
  content: string,
  pieceBytes = 65536,
  lineBytesMax = 1 << 20,
  onLine: (line: number) => void = () => undefined,
): Promise<string[][]> {
  const window = new ByteWindow(bodyOf(content, pieceBytes), lineBytesMax);
  const cells = new Cells();
  const rows = new CsvRows(window, cells);
  const all: string[][] = [];
  do {
    await window.more();
    while (rows.next()) {
      onLine(cells.line);
      all.push(Array.from({ length: cells.count }, (_, i) => Buffer.from(cells.bytes.subarray(cells.starts[i], cells.ends[i])).toString()));
    }
  } while (!window.final && !window.tooLong);
  return all;
}

describe('rows of CSV', () => {
  it.each([
    [
      'plain cells',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'bare CR',
      'a,b\rc,d\r',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['blank lines', '\n\na\n\r\n\nb\n', [['a'], ['b']]],
    [
      'empty cells',
      ',a,\n,,',
      [
        ['', 'a', ''],
        ['', '', ''],
      ],
    ],
    ['commas in quotes', '"Herefordshire, County of",1\n', [['Herefordshire, County of', '1']]],
    [
      'line ends in quotes',
      '"a\nb\r\nc",1\r\nd,2',
      [
        ['a\nb\r\nc', '1'],
        ['d', '2'],
      ],
    ],
    ['doubled quotes', '"say ""yes""",""""\n', [['say "yes"', '"']]],
    ['empty quotes', '"",x\n', [['', 'x']]],
    ['a quote inside a cell', '6" pipe,x\n', [['6" pipe', 'x']]],
    ['text behind a closing quote', '"a"b,c\n', [['ab', 'c']]],
    ['letters beyond ASCII', 'Ynys Môn,£\n', [['Ynys Môn', '£']]],
  ])('reads %s', async (_, content, rows) => expect(await rowsOf(content)).toEqual(rows));

  it('finds the same rows however the bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', '"', '""', ',', '\n', '\r', '\r\n', '£', 'bc', ' '), { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        async (parts, size) => {
          const content = parts.join('');
          expect(await rowsOf(content, size)).toEqual(await rowsOf(content));
        },
      ),
    ));

  it('finds the same lines however the bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', 'bc'), { maxLength: 40 }),
        fc.integer({ min: 1, max: 5 }),
        async (parts, size) => {
          const content = parts.join('');
          expect(await linesOf(content, size)).toEqual(await linesOf(content));
        },
      ),
    ));

  it('counts CRLF, LF and bare CR as one line each, blank ones and those in quotes too', async () =>
    expect(await linesOf('a\r\n\r\nb\rc\n\n"d\r\ne\rf"\ng')).toEqual([1, 3, 4, 6, 9]));

  it('gives back what was written', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 5 }), { minLength: 1 }), async (table) => {
        const written = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(await rowsOf(written)).toEqual(table);
      }),
    ));

  it('joins a cell that is longer than the window', async () => {
    const long = 'x'.repeat(700_000);
    expect(await rowsOf(`a,"${long}"\nb,c`, 1000)).toEqual([
      ['a', long],
      ['b', 'c'],
    ]);
  });

  it('holds no more than a line may have', async () => {
    const window = new ByteWindow(bodyOf('x'.repeat(3_000_000)), 300_000);
    const rows = new CsvRows(window, new Cells());
    while (!window.tooLong) {
      await window.more();
      rows.next();
    }
    expect(window.bytes.length).toBeLessThan(1_200_000);
  });
});
