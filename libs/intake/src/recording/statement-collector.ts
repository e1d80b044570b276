import { join } from 'node:path';
import { SourceLines } from '../reading/source-lines.js';
import { type RowRefusal, StatementSink } from '../reading/statement-sink.js';
import { TooVaried } from './too-varied.js';
import { Interned } from './interned.js';
import { RefusedRows } from './refused-rows.js';
import { Spool } from './spool.js';
import { ROW_BYTES, StatementTable } from './statement-table.js';

/** Where and how much a collector may keep. */
export interface CollectorBounds {
  /** An existing folder for temporary files. */
  readonly spoolDir: string;
  /** Tells its files from another's. */
  readonly name: string;
  readonly memoryBytesMax: number;
  /** Whether the windows of periods are wanted: for releases that are complete. */
  readonly windows: boolean;
}

/** So many indicators, periods and statuses one body may name: their numbers are two bytes. */
const TEXTS_MAX = 65_536;
const PERIODS_MAX = TEXTS_MAX;
/** A submission's completion names its indicators, and an event is bounded. */
const INDICATORS_MAX = 1500;
/** So many years one body may name: a register's number is made of the year's. */
const YEARS_MAX = 1024;

/** Collects what a format reads, in memory flat whatever the file's size: beyond the bound it goes to disk, by register. */
export class StatementCollector extends StatementSink {
  readonly indicators = new Interned();
  readonly areas = new Interned();
  readonly periods = new Interned();
  readonly breakdowns = new Interned('');
  readonly statuses = new Interned();
  /** `indicator|first seven characters|year`, as numbers stand for them. */
  readonly registers = new Interned();
  readonly refused: RefusedRows;
  readonly lines = new SourceLines();
  readonly ignored: Record<string, number> = Object.create(null) as Record<string, number>;
  readonly notes: { code: string; detail: string }[] = [];
  /** Per indicator, the first and last period key stated: what a complete release speaks for. */
  readonly windows = new Map<number, [string, string]>();
  readonly table: StatementTable;
  spool: Spool | undefined;
  /** Statements that the format has made, and those of them that are not recorded. */
  stated = 0;
  unsettled = 0;
  private readonly registersOf: number[][] = [];
  private readonly prefixes = new Interned();
  private readonly prefixOfArea: number[] = [];
  private readonly years = new Interned();
  private readonly yearOfPeriod: number[] = [];
  private readonly seen = new Set<number>();

  constructor(
    private readonly bounds: CollectorBounds,
    private readonly report: (rows: number, bytes: number) => void = () => undefined,
  ) {
    super();
    this.table = new StatementTable(Math.max(1024, Math.floor(bounds.memoryBytesMax / ROW_BYTES)));
    this.refused = new RefusedRows(join(bounds.spoolDir, `${bounds.name}.refused`));
  }

  override indicator(code: string): number {
    return bounded(this.indicators.number(code), INDICATORS_MAX, 'indicators');
  }

  override area(code: string): number {
    const number = this.areas.number(code);
    this.prefixOfArea[number] ??= this.prefixes.number(code.slice(0, 7));
    return number;
  }

  override period(key: string): number {
    const number = few(this.periods.number(key));
    this.yearOfPeriod[number] ??= bounded(this.years.number(key.slice(1, 5)), YEARS_MAX, 'years');
    return number;
  }

  override breakdown(text: string): number {
    return few(this.breakdowns.number(text));
  }

  override status(text: string): number {
    return few(this.statuses.number(text));
  }

  // The hot path: one call a row, so its parameters are plain numbers.
  // eslint-disable-next-line no-restricted-syntax -- an object a row is what this is here to avoid
  override add(
    indicator: number,
    area: number,
    period: number,
    breakdown: number,
    status: number,
    row: number,
    value: number,
    numerator: number,
    denominator: number,
    lower: number,
    upper: number,
    level: number,
  ): void {
    if (this.table.isFull) this.spill();
    this.stated++;
    const i = this.table.reserve(1);
    const { ints, floats } = this.table; // Read after reserving: the columns move when the table grows.
    ints.indicator[i] = indicator;
    ints.area[i] = area;
    ints.period[i] = period;
    ints.breakdown[i] = breakdown;
    ints.status[i] = status;
    ints.row[i] = row;
    ints.register[i] = this.register(indicator, area, period);
    floats.value[i] = value;
    floats.numerator[i] = numerator;
    floats.denominator[i] = denominator;
    if (lower === lower || floats.lower.length > 0) this.table.seldom('lower')[i] = lower;
    if (upper === upper || floats.upper.length > 0) this.table.seldom('upper')[i] = upper;
    if (level === level || floats.level.length > 0) this.table.seldom('level')[i] = level;
  }

  override refuse({ subject, row, ...rest }: RowRefusal): void {
    this.refused.add({ row, line: this.lines.of(row), ...rest }, subject);
  }

  override linesFrom(row: number, line: number): void {
    this.lines.from(row, line);
  }

  override ignore(code: string, rows = 1): void {
    this.ignored[code] = (this.ignored[code] ?? 0) + rows;
  }

  override note(code: string, detail: string): void {
    if (this.notes.length < 100 && !this.notes.some((n) => n.code === code && n.detail === detail)) this.notes.push({ code, detail });
  }

  override async progress(rows: number, bytes: number): Promise<void> {
    this.report(rows, bytes);
  }

  /** Everything to disk, so that it can be taken partition by partition. */
  spill(): void {
    this.spool ??= new Spool(join(this.bounds.spoolDir, `${this.bounds.name}.spool`));
    this.spool.take(this.table);
  }

  close(): void {
    this.table.free();
    this.spool?.close();
    this.refused.close();
  }

  private register(indicator: number, area: number, period: number): number {
    if (this.bounds.windows) this.widen(indicator, period);
    const of = (this.registersOf[indicator] ??= []);
    const key = this.prefixOfArea[area]! * YEARS_MAX + this.yearOfPeriod[period]!;
    return (of[key] ??= this.newRegister(indicator, area, period));
  }

  private newRegister(indicator: number, area: number, period: number): number {
    const names = [this.indicators.texts[indicator]!, this.areas.texts[area]!.slice(0, 7), this.periods.texts[period]!.slice(1, 5)];
    return this.registers.number(names.join('|'));
  }

  private widen(indicator: number, period: number): void {
    const window = indicator * PERIODS_MAX + period;
    if (this.seen.has(window)) return;
    this.seen.add(window);
    const key = this.periods.texts[period]!;
    const [from, to] = this.windows.get(indicator) ?? [key, key];
    this.windows.set(indicator, [key < from ? key : from, key > to ? key : to]);
  }
}

function few(number: number): number {
  return bounded(number, TEXTS_MAX, 'periods, breakdowns or statuses');
}

function bounded(number: number, max: number, what: string): number {
  if (number >= max) throw new TooVaried(max, what);
  return number;
}
