import { SourceLines } from '../source-lines.js';
import { type RowRefusal, StatementSink } from '../statement-sink.js';

/** One statement as a test wants to see it; numbers that are not stated are left out. */
export interface Stated {
  readonly indicator: string;
  readonly area: string;
  readonly period: string;
  readonly breakdown: string;
  readonly status: string;
  readonly row: number;
  readonly value?: number;
  readonly numerator?: number;
  readonly denominator?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly level?: number;
}

const NAMES = ['value', 'numerator', 'denominator', 'lower', 'upper', 'level'] as const;

class Names {
  readonly all: string[];
  private readonly numbers = new Map<string, number>();

  constructor(...first: string[]) {
    this.all = [];
    for (const name of first) this.of(name);
  }

  of(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.all.push(name) - 1;
      this.numbers.set(name, number);
    }
    return number;
  }
}

/** A sink for tests: it remembers all that it is given, in words. */
export class RecordingSink extends StatementSink {
  readonly stated: Stated[] = [];
  readonly refused: Omit<RowRefusal, 'subject'>[] = [];
  readonly lines = new SourceLines();
  readonly subjects: (string | undefined)[] = [];
  readonly ignored: Record<string, number> = {};
  readonly notes: { code: string; detail: string }[] = [];
  /** How many statements came, also when they are not kept. */
  count = 0;
  private readonly names = {
    indicator: new Names(),
    area: new Names(),
    period: new Names(),
    breakdown: new Names(''),
    status: new Names(),
  };

  constructor(private readonly keep = true) {
    super();
  }

  override indicator = (code: string): number => this.names.indicator.of(code);
  override area = (code: string): number => this.names.area.of(code);
  override period = (key: string): number => this.names.period.of(key);
  override breakdown = (text: string): number => this.names.breakdown.of(text);
  override status = (text: string): number => this.names.status.of(text);

  override add(...numbers: Parameters<StatementSink['add']>): void {
    this.count++;
    if (!this.keep) return;
    const [indicator, area, period, breakdown, status, row, value, numerator, denominator, lower, upper, level] = numbers;
    const { names } = this;
    const figures: Record<string, number> = {};
    const offered = { value, numerator, denominator, lower, upper, level };
    for (const name of NAMES) if (!Number.isNaN(offered[name])) figures[name] = offered[name];
    this.stated.push({
      indicator: names.indicator.all[indicator]!,
      area: names.area.all[area]!,
      period: names.period.all[period]!,
      breakdown: names.breakdown.all[breakdown]!,
      status: names.status.all[status]!,
      row,
      ...figures,
    });
  }

  override refuse({ subject, ...refused }: RowRefusal): void {
    this.refused.push(refused);
    this.subjects.push(subject);
  }

  override linesFrom(row: number, line: number): void {
    this.lines.from(row, line);
  }

  override ignore(code: string): void {
    this.ignored[code] = (this.ignored[code] ?? 0) + 1;
  }

  override note(code: string, detail: string): void {
    this.notes.push({ code, detail });
  }

  override async progress(): Promise<void> {
    await Promise.resolve();
  }

  /** Rows rightly left out, of all reasons. */
  get ignoredRows(): number {
    return Object.values(this.ignored).reduce((sum, n) => sum + n, 0);
  }
}
