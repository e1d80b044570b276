import { excerpt, Refusal } from '#libs/kernel';

/** The separators of cells: a line of one cell may have another than was tried. */
const SEPARATORS = /[,;\t|]/;
const NUMBER_OR_DATE = /^[^\p{L}]*\d[^\p{L}]*$|\d{4}-\d\d-\d\d/u;
const CODE_OR_ADDRESS = /(?<![A-Za-z\d])[A-Za-z]\d{8}(?!\d)|@/;
/** So many numbers in a row are years, months or ranks that name columns; data seldom counts so. */
const SERIES_MIN = 3;

/**
 * The line that was most likely meant as the header, of the first lines of a file in which none was found: the first
 * of several cells, unless figures or codes come before it. A line of data is never quoted.
 */
export function likelyHeader(lines: readonly (readonly string[])[]): readonly string[] {
  const data = lines.findIndex(isData);
  const before = data < 0 ? lines : lines.slice(0, data);
  return before.find(({ length }) => length > 1) ?? before[0] ?? [];
}

function isData(cells: readonly string[]): boolean {
  const texts = cells.length === 1 ? cells[0]!.split(SEPARATORS) : cells;
  if (texts.some((text) => CODE_OR_ADDRESS.test(text))) return true;
  const numbers = texts.filter((text) => NUMBER_OR_DATE.test(text));
  return numbers.length > 0 && !(numbers.length >= SERIES_MIN && isSeries(numbers.map(Number)));
}

/** Whether each number follows the one before: 1, 2, 3; 2019, 2020, 2021; 202011, 202012, 202101. */
const isSeries = (numbers: readonly number[]): boolean =>
  numbers.every((n, i) => i === 0 || n === numbers[i - 1]! + 1 || (numbers[i - 1]! % 100 === 12 && n === numbers[i - 1]! + 89));

/** The refusal of a body whose columns, or keys, are not those that the feed expects. */
export function unexpectedHeader(expected: readonly string[], names: readonly string[]): Refusal {
  const found = names.slice(0, 100).map((name) => excerpt(name, 80));
  const listed = found.slice(0, 20).join(', ').slice(0, 400).trim();
  const looked = `This is not what the feed expects: looked for the columns ${expected.join(', ')}`;
  const instead = listed === '' ? 'and found no line of column names' : `and found ${listed}`;
  return new Refusal('unexpected-header', `${looked} ${instead}; send another file, or to another feed.`, { expected, found });
}
