import { excerpt, parsePeriod, periodKey, Refusal, type Period } from '#libs/kernel';
import {
  covers,
  fault,
  type Fault,
  notYourArea,
  notYourIndicator,
  periodFault,
  unknownArea,
  unknownIndicator,
} from '../../domain/checks.js';
import { Suggestions } from '../../domain/suggestions.js';
import { Memo } from '../../reading/byte-interner.js';
import type { Cells } from '../../reading/cells.js';
import type { ReadingContext } from '../../reading/format.js';
import type { StatementSink } from '../../reading/statement-sink.js';
import type { Table } from '../../reading/table.js';
import { textOf } from '../../reading/text-body.js';
import { CRIME_TYPES, crimeIndicator } from './crime-types.js';
import type { IncidentCounts } from './incident-counts.js';
import { hasNoTerritory, wordsOf } from './reporters.js';
import { StreetRows } from './street-rows.js';

const REPORTERS = ['reported by', 'falls within'];
const COLUMNS = ['Month', 'LSOA code', 'Crime type'] as const;

/** Street-level incidents, counted row by row. */
export class StreetTable implements Table {
  readonly expected = COLUMNS;
  /** Rows of the file's force, and of others: those count where the file has none of its own. */
  private readonly own: StreetRows;
  private readonly others: StreetRows;
  private readonly reporters: Memo<'own' | 'other' | 'no-territory'>;
  /** The file's force as its name gives it, in words; undefined where it gives none. */
  private readonly forceWords: string | undefined;
  private reporter = -1;
  private readonly months: Memo<Fault | undefined>;
  private readonly types: Memo<number | Fault>;
  private at: readonly number[] = [];
  private readonly suggestions: Suggestions;

  constructor(
    /** The file's month; that of its first row when its name gives none. */
    public month: string | undefined,
    /** As the file's name writes it. */
    force: string | undefined,
    /** Forces that the profile gives an area. */
    private readonly forces: Readonly<Record<string, string>>,
    private readonly context: ReadingContext,
    private readonly sink: StatementSink,
  ) {
    this.suggestions = new Suggestions(context);
    this.forceWords = force === undefined ? undefined : wordsOf(force);
    this.own = new StreetRows((code) => this.areaFault(code));
    this.others = new StreetRows((code) => this.areaFault(code));
    this.reporters = new Memo((text) => this.kindOf(text), 1 << 10);
    this.months = new Memo((text) => this.monthFault(text), 1 << 10);
    this.types = new Memo((text) => this.typeOf(text), 1 << 10);
  }

  header(names: readonly string[]): boolean | Refusal {
    const plain = names.map((name) => name.toLowerCase());
    this.at = COLUMNS.map((name) => plain.indexOf(name.toLowerCase()));
    this.reporter = REPORTERS.map((name) => plain.indexOf(name)).find((place) => place >= 0) ?? -1;
    return this.at.every((place) => place >= 0);
  }

  row(cells: Cells): void {
    const { bytes, starts, ends } = cells;
    const [month, lsoa, type] = this.at as [number, number, number];
    const wrongMonth = this.months.get(bytes, starts[month]!, ends[month]!);
    if (wrongMonth) return this.refuse(cells.row, COLUMNS[0], wrongMonth);
    const kind = this.types.get(bytes, starts[type]!, ends[type]!);
    if (typeof kind !== 'number') return this.refuse(cells.row, COLUMNS[2], kind);
    const by = this.reporterOf(cells);
    if (by === 'no-territory') return this.sink.ignore('no-territory');
    const added = (by === 'own' ? this.own : this.others).add(cells, lsoa, kind);
    if (added === undefined) this.sink.ignore('no-location');
    else if (!added) this.refuse(cells.row, COLUMNS[1], this.unknown(textOf(bytes, starts[lsoa]!, ends[lsoa]!)));
  }

  /** What is counted: the rows of the file's own force, else of whichever are in it. */
  get counts(): IncidentCounts {
    return this.counted.counts;
  }

  /** Whether the rows of this small area are set aside. */
  isDoubtful(place: number): boolean {
    return this.counted.fault(place) !== undefined;
  }

  private get counted(): StreetRows {
    return this.own.rows > 0 ? this.own : this.others;
  }

  /** Decides the rows set aside: those of areas outside the coverage are ignored, the others refused. */
  settle(isOutside: (code: string) => boolean): void {
    const { counted } = this;
    for (const { row, place } of counted.doubtful) {
      if (isOutside(counted.counts.codes[place]!)) this.sink.ignore('outside-coverage');
      else this.refuse(row, COLUMNS[1], this.suggesting(counted.fault(place)!, counted.counts.codes[place]!));
    }
    if (counted === this.own) for (let n = this.others.rows; n > 0; n--) this.sink.ignore('other-force');
    else if (this.forceWords !== undefined && counted.rows > 0)
      this.sink.note('other-force', 'No row is reported by the force in the file’s name; the rows are counted for the area of that name.');
  }

  /** The month's key, once a row or the name has given it. */
  periodKey(): string {
    return periodKey(parsePeriod(this.month!, 'month') as Period);
  }

  private reporterOf({ bytes, starts, ends }: Cells): 'own' | 'other' | 'no-territory' {
    const { reporter } = this;
    return reporter < 0 ? this.kindOf('') : this.reporters.get(bytes, starts[reporter]!, ends[reporter]!);
  }

  /** Whether the file speaks for a row that this force reported; a blank is the file's own force. */
  private kindOf(name: string): 'own' | 'other' | 'no-territory' {
    const words = name === '' ? (this.forceWords ?? '') : wordsOf(name);
    if (hasNoTerritory(words) && !Object.keys(this.forces).some((force) => wordsOf(force) === words)) {
      this.sink.note('no-territory', `${excerpt(name || words)} has no area of its own: its rows are not counted, and replace no counts.`);
      return 'no-territory';
    }
    return this.forceWords === undefined || words === this.forceWords ? 'own' : 'other';
  }

  private monthFault(text: string): Fault | undefined {
    const period = parsePeriod(text, 'month');
    if (period instanceof Refusal || !/^\d{4}-\d{2}$/.test(text))
      return fault('unreadable-period', `"${excerpt(text)}" is not a month; write it as 2020-05.`, text);
    const wrong = periodFault(period, ['month'], this.context.receivedOn);
    if (wrong) return wrong;
    this.month ??= text;
    return text === this.month
      ? undefined
      : fault('wrong-month', `The row is of ${text} and the file of ${this.month}; send each month as a file of its own.`, text);
  }

  private typeOf(text: string): number | Fault {
    const type = CRIME_TYPES.findIndex((name) => name.toLowerCase() === text.toLowerCase());
    if (type < 0) return fault('unknown-crime-type', `"${excerpt(text)}" is none of the 14 crime types; correct it.`, text);
    return indicatorFault(crimeIndicator(CRIME_TYPES[type]!), this.context) ?? type;
  }

  private areaFault(code: string): Fault | undefined {
    const { catalogue, feed } = this.context;
    if (catalogue.area(code)?.type !== 'lsoa') return unknownArea(code);
    return feed.areas.length > 0 && !catalogue.liesIn(code, feed.areas) ? notYourArea(code) : undefined;
  }

  /** Looked up at the end alone: most unknown areas lie outside the coverage. */
  private suggesting(wrong: Fault, code: string): Fault {
    return wrong.code === 'unknown-area' ? this.unknown(code) : wrong;
  }

  private unknown(code: string): Fault {
    return unknownArea(code, this.suggestions.area(code, 'lsoa'));
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
