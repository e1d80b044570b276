import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { FLOATS, intColumn, type IntColumn, INTS, StatementTable } from './statement-table.js';

/** Statements of one register always fall into one of so many partitions. */
export const PARTITIONS = 64;

interface Segment {
  readonly offset: number;
  readonly rows: number;
  /** Which numbers were stated at all. */
  readonly floats: readonly (typeof FLOATS)[number][];
}

/** Statements set down on disk by partition, when they are too many for memory; one temporary file, removed at the end. */
export class Spool {
  private readonly file: number;
  private readonly segments: Segment[][] = Array.from({ length: PARTITIONS }, () => []);
  private offset = 0;

  constructor(private readonly path: string) {
    this.file = openSync(path, 'wx+', 0o600);
  }

  /** Writes the table's rows, sorted into partitions, and empties it. */
  take(table: StatementTable): void {
    const order = byPartition(table);
    for (let p = 0, start = 0; p < PARTITIONS; start = order.ends[p]!, p++) {
      const rows = order.rows.subarray(start, order.ends[p]);
      if (rows.length === 0) continue;
      const floats = FLOATS.filter((name) => table.floats[name].length > 0);
      this.segments[p]!.push({ offset: this.offset, rows: rows.length, floats });
      for (const name of INTS) this.write(gathered(intColumn(name, rows.length), table.ints[name], rows));
      for (const name of floats) this.write(gathered(new Float64Array(rows.length), table.floats[name], rows));
    }
    table.clear();
  }

  /** The rows of one partition, in the order they were taken. */
  partition(p: number): StatementTable {
    const total = this.segments[p]!.reduce((sum, s) => sum + s.rows, 0);
    const table = new StatementTable(Math.max(1, total));
    for (const { offset, rows, floats } of this.segments[p]!) {
      let from = offset;
      const at = table.reserve(rows);
      for (const name of INTS) from += this.read(table.ints[name].subarray(at, at + rows), from);
      for (const name of floats) from += this.read(column(table, name).subarray(at, at + rows), from);
    }
    return table;
  }

  close(): void {
    closeSync(this.file);
    rmSync(this.path, { force: true });
  }

  private write(column: IntColumn | Float64Array): void {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done, bytes.length - done, this.offset + done);
    this.offset += bytes.length;
  }

  private read(column: IntColumn | Float64Array, from: number): number {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    for (let done = 0; done < bytes.length;) {
      const got = readSync(this.file, bytes, done, bytes.length - done, from + done);
      if (got === 0) throw new Error('The spool ended early: something else has written to it.');
      done += got;
    }
    return bytes.length;
  }
}

/** The table's row numbers, sorted by partition, keeping their order; and where each partition ends. */
function byPartition(table: StatementTable): { rows: Uint32Array; ends: Uint32Array } {
  const { register } = table.ints;
  const ends = new Uint32Array(PARTITIONS);
  for (let i = 0; i < table.length; i++) ends[register[i]! % PARTITIONS]!++;
  for (let p = 1; p < PARTITIONS; p++) ends[p]! += ends[p - 1]!;
  const rows = new Uint32Array(table.length);
  const at = ends.slice();
  for (let i = table.length - 1; i >= 0; i--) rows[--at[register[i]! % PARTITIONS]!] = i;
  return { rows, ends };
}

function gathered<C extends IntColumn | Float64Array>(into: C, column: C, rows: Uint32Array): C {
  for (let i = 0; i < rows.length; i++) into[i] = column[rows[i]!]!;
  return into;
}

function column(table: StatementTable, name: (typeof FLOATS)[number]): Float64Array {
  return name === 'lower' || name === 'upper' || name === 'level' ? table.seldom(name) : table.floats[name];
}
