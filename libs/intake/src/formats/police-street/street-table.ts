import { parsePeriod, periodKey, Refusal, type Period } from '#libs/kernel';
import {
  covers,
  fault,
  type Fault,
  notYourArea,
  notYourIndicator,
  periodFault,
  shown,
  unknownArea,
  unknownIndicator,
} from '../../domain/checks.js';
import { Memo } from '../../reading/byte-interner.js';
import type { Cells } from '../../reading/cells.js';
import type { ReadingContext } from '../../reading/format.js';
import type { StatementSink } from '../../reading/statement-sink.js';
import type { Table } from '../../reading/table.js';
import { textOf } from '../../reading/text-body.js';
import { CRIME_TYPES, crimeIndicator } from './crime-types.js';
import { IncidentCounts } from './incident-counts.js';

const COLUMNS = ['Month', 'LSOA code', 'Crime type'] as const;

/** A row set aside until the coverage is known: it is refused unless it lies outside. */
interface Doubtful {
  readonly row: number;
  readonly place: number;
}

/** Street-level incidents, counted row by row. */
export class StreetTable implements Table {
  readonly expected = COLUMNS;
  readonly counts = new IncidentCounts();
  readonly doubtful: Doubtful[] = [];
  private readonly faults: (Fault | undefined)[] = [];
  private readonly months: Memo<Fault | undefined>;
  private readonly types: Memo<number | Fault>;
  private at: readonly number[] = [];

  constructor(
    /** The file's month; that of its first row when its name gives none. */
    public month: string | undefined,
    private readonly context: ReadingContext,
    private readonly sink: StatementSink,
  ) {
    this.months = new Memo((text) => this.monthFault(text), 1 << 10);
    this.types = new Memo((text) => this.typeOf(text), 1 << 10);
  }

  header(names: readonly string[]): boolean | Refusal {
    const plain = names.map((name) => name.toLowerCase());
    this.at = COLUMNS.map((name) => plain.indexOf(name.toLowerCase()));
    return this.at.every((place) => place >= 0);
  }

  row(cells: Cells): void {
    const { bytes, starts, ends } = cells;
    const [month, lsoa, type] = this.at as [number, number, number];
    const wrongMonth = this.months.get(bytes, starts[month]!, ends[month]!);
    if (wrongMonth) return this.refuse(cells.row, COLUMNS[0], wrongMonth);
    const kind = this.types.get(bytes, starts[type]!, ends[type]!);
    if (typeof kind !== 'number') return this.refuse(cells.row, COLUMNS[2], kind);
    const place = this.counts.place(cells, lsoa);
    if (place === -1) return this.sink.ignore('no-location');
    if (place < 0) return this.refuse(cells.row, COLUMNS[1], unknownArea(textOf(bytes, starts[lsoa]!, ends[lsoa]!)));
    if (place === this.faults.length) this.faults.push(this.areaFault(this.counts.codes[place]!));
    if (this.faults[place]) this.doubtful.push({ row: cells.row, place });
    else this.counts.add(place, kind);
  }

  /** Whether the rows of this small area are set aside. */
  isDoubtful(place: number): boolean {
    return this.faults[place] !== undefined;
  }

  /** Decides the rows set aside: those that lie outside the coverage are ignored, the others refused. */
  settle(isOutside: (code: string) => boolean): void {
    for (const { row, place } of this.doubtful) {
      if (isOutside(this.counts.codes[place]!)) this.sink.ignore('outside-coverage');
      else this.refuse(row, COLUMNS[1], this.faults[place]!);
    }
  }

  /** The month's key, once a row or the name has given it. */
  periodKey(): string {
    return periodKey(parsePeriod(this.month!, 'month') as Period);
  }

  private monthFault(text: string): Fault | undefined {
    const period = parsePeriod(text, 'month');
    if (period instanceof Refusal || !/^\d{4}-\d{2}$/.test(text))
      return fault('unreadable-period', `"${shown(text)}" is not a month; write it as 2020-05.`, text);
    const wrong = periodFault(period, ['month'], this.context.receivedOn);
    if (wrong) return wrong;
    this.month ??= text;
    return text === this.month
      ? undefined
      : fault('wrong-month', `The row is of ${text} and the file of ${this.month}; send each month as a file of its own.`, text);
  }

  private typeOf(text: string): number | Fault {
    const type = CRIME_TYPES.findIndex((name) => name.toLowerCase() === text.toLowerCase());
    if (type < 0) return fault('unknown-crime-type', `"${shown(text)}" is none of the 14 crime types; correct it.`, text);
    return indicatorFault(crimeIndicator(CRIME_TYPES[type]!), this.context) ?? type;
  }

  private areaFault(code: string): Fault | undefined {
    const { catalogue, feed } = this.context;
    if (catalogue.area(code)?.type !== 'lsoa') return unknownArea(code);
    return feed.areas.length > 0 && !catalogue.liesIn(code, feed.areas) ? notYourArea(code) : undefined;
  }

  private refuse(row: number, column: string, { code, detail, retryable, subject }: Fault): void {
    this.sink.refuse({ row, column, code, detail, retryable, subject });
  }
}

/** Why a feed may not state this indicator. */
export function indicatorFault(code: string, { catalogue, feed }: ReadingContext): Fault | undefined {
  if (!covers(feed.indicators, code)) return notYourIndicator(code);
  return catalogue.indicator(code) ? undefined : unknownIndicator(code);
}
