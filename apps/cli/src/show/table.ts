import Table from 'cli-table3';
import { printable } from './cells.js';

/** A table of rows under a header. */
export function tableOf(head: string[], rows: readonly (readonly (string | number)[])[]): string {
  const table = new Table({ head, style: { head: [], border: [] } });
  table.push(...rows.map((row) => row.map((cell) => printable(String(cell)))));
  return table.toString();
}

/** An answer's plain entries as a two-column table; lists by their length. */
export function entriesOf(answer: object): string {
  const plain = (value: unknown): string =>
    Array.isArray(value) ? String(value.length) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const table = new Table({ style: { head: [], border: [] } });
  for (const [name, value] of Object.entries(answer)) table.push([name, printable(plain(value))]);
  return table.toString();
}
