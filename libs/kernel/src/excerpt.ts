const LETTERS_MAX = 60;
const CELL_END = /[,;\t\r\n]/;

/** Whether no line ends within the text; those around it do not count. */
export const isOneLine = (text: string): boolean => !/[\r\n]/.test(text.trim());

/**
 * A text that somebody wrote, as a message quotes it: cut, and of several lines the first cell alone. Behind a stray
 * quote a cell holds the lines that follow it, and with them cells of any column.
 */
export function excerpt(text: string, lettersMax = LETTERS_MAX): string {
  const cell = isOneLine(text) ? text : text.trim().split(CELL_END)[0]!;
  return cell === text && text.length <= lettersMax ? text : `${cell.slice(0, lettersMax)}...`;
}
