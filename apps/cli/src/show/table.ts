import Table from 'cli-table3';
import { printable } from './cells.js';
import { WIDTH } from './wrap.js';

const BETWEEN = '  ';
const BORDERS = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'] as const;
const LINES = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'] as const;
const BARE = { ...Object.fromEntries([...BORDERS, ...LINES].map((name) => [name, ''])), middle: BETWEEN };

/** A table of rows under a header, in columns without lines, at most 80 wide: the widest columns but the first break their texts. */
export function tableOf(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = [head, ...rows.map((row) => row.map((cell) => printable(String(cell ?? ''))))];
  const colWidths = widthsOf(head.map((_, i) => Math.max(1, ...cells.map((row) => row[i]!.length))));
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const table = new Table({ colWidths, style, chars: BARE });
  table.push(...cells.map((row) => row.map((cell, i) => broken(cell, colWidths[i]!))));
  return trimmed(table.toString());
}

/** An answer's plain entries, a line for each; lists by their length. */
export function entriesOf(answer: object): string {
  const plain = (value: unknown): string =>
    Array.isArray(value) ? String(value.length) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return tableOf(
    ['', ''],
    Object.entries(answer).map(([name, value]) => [name, plain(value)]),
  ).replace(/^\n/, '');
}

/** The widest column but the first, which holds the name to copy, gives way until all of them fit. */
function widthsOf(wished: readonly number[]): number[] {
  const [first = 0, ...widths] = wished;
  const room = WIDTH - BETWEEN.length * widths.length - first;
  while (widths.reduce((sum, width) => sum + width, 0) > room) widths[widths.indexOf(Math.max(...widths))]!--;
  return [first, ...widths];
}

/** A cell's text in lines of this width: between words, and inside one that is longer. */
function broken(text: string, width: number): string {
  const words = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? ['']);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
