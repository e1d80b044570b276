import Table from 'cli-table3';
import type { Receipt } from '#libs/intake';
import { count, printable } from './cells.js';

const SHOWN_MAX = 10;

/** A receipt as people read it: what was read, what it came to, what was refused and why. */
export function receiptTable(receipt: Receipt, file: string): string {
  const { rows, observations: seen } = receipt;
  const table = new Table({ style: { head: [], border: [] } });
  const row = (name: string, value: string): void => void table.push([name, printable(value)]);
  row('file', file);
  row('submission', receipt.submission ?? '(dry run: nothing was recorded)');
  row('feed', receipt.feed);
  row('released', receipt.released);
  row('rows', `${count(rows.read)} read = ${count(rows.taken)} taken + ${count(rows.refused)} refused + ${count(rows.ignored)} ignored`);
  row(
    'observations',
    `${count(seen.recorded)} recorded, ${count(seen.revised)} revised, ${count(seen.confirmed)} confirmed` +
      (seen.dropped > 0 ? `, ${count(seen.dropped)} dropped` : ''),
  );
  for (const [code, n] of Object.entries(receipt.ignored ?? {})) row(`ignored: ${code}`, count(n));
  for (const { code, detail } of receipt.notes ?? []) row(`note: ${code}`, detail);
  row('position', receipt.position ?? 'none');
  return [table.toString(), ...refusedLines(receipt)].join('\n');
}

function refusedLines({ refusals, rows }: Receipt): string[] {
  const lines = refusals.slice(0, SHOWN_MAX).map(({ row, column, code, detail }) => {
    return printable(`row ${row}${column === null ? '' : `, ${column}`}: ${detail} (${code})`);
  });
  const more = rows.refused - lines.length;
  return more > 0 ? [...lines, `... and ${count(more)} more refused rows`] : lines;
}
