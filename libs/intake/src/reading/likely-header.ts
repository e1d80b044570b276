import { excerpt, Refusal } from '#libs/kernel';

/** The separators of cells: a line that no known header was found in may use another than was tried. */
const SEPARATORS = /[,;\t|]/;
const NUMBER_OR_DATE = /^[^\p{L}]*\d[^\p{L}]*$|\d{4}-\d\d-\d\d/u;
const CODE_OR_ADDRESS = /(?<![A-Za-z\d])[A-Za-z]\d{8}(?!\d)|@/;

/**
 * The line that was most likely meant as the header, of the first lines of a file in which none was found: the first
 * of several cells, unless figures or codes come before it. A line of data is never quoted.
 */
export function likelyHeader(lines: readonly (readonly string[])[]): readonly string[] {
  const data = lines.findIndex(isData);
  const before = data < 0 ? lines : lines.slice(0, data);
  return before.find(({ length }) => length > 1) ?? before[0] ?? [];
}

const isData = (cells: readonly string[]): boolean =>
  cells.flatMap((cell) => cell.split(SEPARATORS)).some((text) => NUMBER_OR_DATE.test(text) || CODE_OR_ADDRESS.test(text));

/** The refusal of a body whose columns, or keys, are not those that the feed expects. */
export function unexpectedHeader(expected: readonly string[], names: readonly string[]): Refusal {
  const found = names.slice(0, 100).map((name) => excerpt(name, 80));
  const listed = found.slice(0, 20).join(', ').slice(0, 400).trim();
  const looked = `This is not what the feed expects: looked for the columns ${expected.join(', ')}`;
  const instead = listed === '' ? 'and found no line of column names' : `and found ${listed}`;
  return new Refusal('unexpected-header', `${looked} ${instead}; send another file, or to another feed.`, { expected, found });
}
