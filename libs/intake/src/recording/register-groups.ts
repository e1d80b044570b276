import type { Column } from '#libs/figures';
import { oneOrAll } from '#libs/figures';
import type { StatedBlock } from '../domain/register.js';
import type { MessageRows } from './message-rows.js';
import { type Conflict, type OnClash, settle } from './settling.js';
import type { StatementCollector } from './statement-collector.js';
import type { IntColumn, StatementTable } from './statement-table.js';

/** What the body states in one register. */
export interface RegisterGroup {
  readonly indicator: string;
  readonly prefix: string;
  readonly year: string;
  readonly blocks: readonly StatedBlock[];
  /** What conflicting rows speak of, as `period|breakdown|area`. */
  readonly unsettled: ReadonlySet<string>;
}

/** Sorts a table into registers, and each register by breakdown, period and area. Made once a body. */
export class RegisterGroups {
  private readonly areaRank: Uint32Array;
  private readonly periodRank: Uint32Array;
  private readonly breakdownRank: Uint32Array;
  private readonly suffixes: readonly string[];
  private unsettled = new Set<string>();

  constructor(
    private readonly from: StatementCollector,
    private readonly clash: OnClash,
    private readonly messages?: MessageRows,
  ) {
    this.areaRank = from.areas.ranks();
    this.periodRank = from.periods.ranks();
    this.breakdownRank = from.breakdowns.ranks();
    this.suffixes = from.areas.texts.map((code) => code.slice(7));
  }

  *of(table: StatementTable): Generator<RegisterGroup> {
    const { order, ends } = byRegister(table, this.from.registers.texts.length);
    for (let register = 0, start = 0; register < ends.length; start = ends[register]!, register++) {
      if (ends[register] === start) continue;
      const rows = this.sorted(table, order.subarray(start, ends[register]));
      const [indicator, prefix, year] = this.from.registers.texts[register]!.split('|') as [string, string, string];
      this.unsettled = new Set();
      const blocks = this.blocks(table, rows);
      yield { indicator, prefix, year, blocks, unsettled: this.unsettled };
    }
  }

  /** In order of breakdown, period, area, then row; files in order cost no sort. */
  private sorted(table: StatementTable, rows: Uint32Array): Uint32Array {
    const n = rows.length;
    const keys = new Float64Array(n);
    const { area, period, breakdown } = table.ints;
    const { areaRank, periodRank, breakdownRank } = this;
    if (breakdownRank.length * periodRank.length * areaRank.length * n > Number.MAX_SAFE_INTEGER) return this.compared(table, rows);
    let inOrder = true;
    for (let i = 0; i < n; i++) {
      const row = rows[i]!;
      const place = breakdownRank[breakdown[row]!]! * periodRank.length + periodRank[period[row]!]!;
      keys[i] = (place * areaRank.length + areaRank[area[row]!]!) * n + i;
      if (i > 0 && keys[i]! < keys[i - 1]!) inOrder = false;
    }
    if (inOrder) return rows;
    keys.sort();
    const sorted = new Uint32Array(n);
    for (let i = 0; i < n; i++) sorted[i] = rows[keys[i]! % n]!;
    return sorted;
  }

  /** The same order, for bodies so varied that no number holds a row's place. */
  private compared({ ints }: StatementTable, rows: Uint32Array): Uint32Array {
    const placeOf = (row: number): number =>
      this.breakdownRank[ints.breakdown[row]!]! * this.periodRank.length + this.periodRank[ints.period[row]!]!;
    const rankOf = (row: number): number => this.areaRank[ints.area[row]!]!;
    return rows.toSorted((a, b) => placeOf(a) - placeOf(b) || rankOf(a) - rankOf(b) || a - b);
  }

  private blocks(table: StatementTable, rows: Uint32Array): StatedBlock[] {
    const { period, breakdown } = table.ints;
    const blocks: StatedBlock[] = [];
    for (let start = 0, end = 0; start < rows.length; start = end) {
      const first = rows[start]!;
      for (end = start + 1; end < rows.length; end++) {
        if (period[rows[end]!] !== period[first] || breakdown[rows[end]!] !== breakdown[first]) break;
      }
      const cells = this.settled(table, rows.subarray(start, end));
      if (cells.length > 0) blocks.push(this.block(table, cells));
    }
    return blocks;
  }

  /** Each area once. */
  private settled(table: StatementTable, rows: Uint32Array): Uint32Array {
    const { area } = table.ints;
    let clashes = false;
    for (let i = 1; i < rows.length && !clashes; i++) clashes = area[rows[i]!] === area[rows[i - 1]!];
    if (!clashes) return rows;
    const kept: number[] = [];
    for (let start = 0, end = 0; start < rows.length; start = end) {
      for (end = start + 1; end < rows.length && area[rows[end]!] === area[rows[start]!];) end++;
      const standing = end === start + 1 ? rows[start] : this.clashing(table, rows.subarray(start, end));
      if (standing !== undefined) kept.push(standing);
    }
    return Uint32Array.from(kept);
  }

  /** The row that stands of several that state one observation, if any does. */
  private clashing(table: StatementTable, rows: Uint32Array): number | undefined {
    const { standing, repeats, superseded, conflicts } = settle(table, rows, this.messages);
    if (repeats > 0) this.clash.repeat(repeats);
    if (superseded > 0) this.clash.superseded(superseded);
    for (const conflict of conflicts) this.clash.conflict(this.conflict(table, conflict));
    if (standing === undefined) this.unsettled.add(this.placeOf(table, rows[0]!));
    return standing;
  }

  private placeOf({ ints }: StatementTable, row: number): string {
    const block = `${this.from.periods.texts[ints.period[row]!]}|${this.from.breakdowns.texts[ints.breakdown[row]!]}`;
    return `${block}|${this.suffixes[ints.area[row]!]}`;
  }

  private conflict({ ints }: StatementTable, rows: Uint32Array): Conflict {
    const [first] = rows as unknown as [number];
    return {
      rows: Array.from(rows, (row) => ints.row[row]!).sort((a, b) => a - b),
      indicator: this.from.indicators.texts[ints.indicator[first]!]!,
      area: this.from.areas.texts[ints.area[first]!]!,
      period: this.from.periods.texts[ints.period[first]!]!,
    };
  }

  private block({ ints, floats }: StatementTable, rows: Uint32Array): StatedBlock {
    const [first] = rows as unknown as [number];
    const { periods, breakdowns, statuses } = this.from;
    const level = column(floats.level, rows);
    const suffixes = new Array<string>(rows.length);
    const numbers = new Array<number>(rows.length);
    let isSourced = false;
    for (let i = 0; i < rows.length; i++) {
      suffixes[i] = this.suffixes[ints.area[rows[i]!]!]!;
      numbers[i] = ints.row[rows[i]!]!;
      isSourced ||= numbers[i]! > 0;
    }
    return {
      period: periods.texts[ints.period[first]!]!,
      breakdown: breakdowns.texts[ints.breakdown[first]!]!,
      areas: suffixes,
      columns: {
        value: column(floats.value, rows) ?? new Array<null>(rows.length).fill(null),
        ...optional('numerator', column(floats.numerator, rows)),
        ...optional('denominator', column(floats.denominator, rows)),
        ...optional('lower', column(floats.lower, rows)),
        ...optional('upper', column(floats.upper, rows)),
        ...(level ? { level: oneOrAll(level) } : {}),
        status: statusOf(ints.status, rows, statuses.texts),
      },
      rows: isSourced ? numbers : null,
    };
  }
}

function optional(name: string, column: Column | undefined): Record<string, Column> {
  return column ? { [name]: column } : {};
}

/** The column's cells, NaN as null; undefined when there is no number in it. */
function column(from: Float64Array, rows: Uint32Array): (number | null)[] | undefined {
  if (from.length === 0) return undefined;
  let any = false;
  const cells = new Array<number | null>(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const x = from[rows[i]!]!;
    cells[i] = x === x ? x : null;
    any ||= x === x;
  }
  return any ? cells : undefined;
}

function statusOf(from: IntColumn, rows: Uint32Array, texts: readonly string[]): string | readonly string[] {
  const first = from[rows[0]!]!;
  let i = 1;
  while (i < rows.length && from[rows[i]!] === first) i++;
  return i === rows.length ? texts[first]! : Array.from(rows, (row) => texts[from[row]!]!);
}

/** Row numbers sorted by register, keeping their order; and where each register ends. */
function byRegister({ ints: { register }, length }: StatementTable, registers: number): { order: Uint32Array; ends: Uint32Array } {
  const ends = new Uint32Array(registers);
  for (let i = 0; i < length; i++) ends[register[i]!]!++;
  for (let r = 1; r < registers; r++) ends[r]! += ends[r - 1]!;
  const order = new Uint32Array(length);
  const at = ends.slice();
  for (let i = length - 1; i >= 0; i--) order[--at[register[i]!]!] = i;
  return { order, ends };
}
