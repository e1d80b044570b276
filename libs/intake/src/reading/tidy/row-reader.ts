import { twelveDigits } from '#libs/kernel';
import { type Fault, fault, notYourArea, unknownArea } from '../../domain/checks.js';
import { ByteInterner, Memo } from '../byte-interner.js';
import type { Cells } from '../cells.js';
import type { ReadingContext } from '../format.js';
import { NOT_A_NUMBER, parseDecimalComma, parseNumber } from '../numbers.js';
import { type BreakdownColumn, type Profile, type Role, slug } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';
import { textOf } from '../text-body.js';
import type { ColumnSet } from './column-set.js';
import { Combination } from './combination.js';
import { IndicatorMeanings, type Numbered, type StatedIndicator } from './indicator-meaning.js';
import { type Marker, Markers, notANumber } from './markers.js';

const PERIODS_MAX = 1 << 14;
const BREAKDOWN_LENGTH_MAX = 200;

/** Reads the rows of one tidy table: each becomes one statement, or is refused or ignored with the reason. */
export class RowReader {
  taken = 0;
  readonly meanings: IndicatorMeanings;
  private readonly indicators: Combination<StatedIndicator | Fault>;
  /** The profile's breakdown columns that the header names. */
  private readonly broken: readonly BreakdownColumn[];
  private readonly kept: readonly { readonly column: number; readonly memo: Memo<boolean> }[];
  private readonly areas: Memo<Numbered>;
  private readonly periods = new ByteInterner(PERIODS_MAX);
  private readonly statuses: Memo<Marker | Fault>;
  private readonly valueMarkers: Memo<Marker | Fault>;
  private readonly markers: Markers;
  private readonly at: ColumnSet['at'];
  /** The first cell of the row at hand that should hold a number and does not. */
  private unreadable: Role | undefined;

  constructor(
    private readonly columns: ColumnSet,
    private readonly profile: Profile,
    private readonly context: ReadingContext,
    private readonly sink: StatementSink,
  ) {
    const named = [...profile.indicators.values()].flat().flatMap(({ where }) => Object.keys(where));
    const conditions = [...new Set(named)].filter((name) => columns.place(name) >= 0);
    this.broken = profile.breakdowns.filter(({ column }) => columns.place(column) >= 0);
    this.at = columns.at;
    this.meanings = new IndicatorMeanings(profile, context, sink, conditions);
    this.indicators = new Combination([this.at.indicator, ...conditions.map((name) => columns.place(name))], (texts) =>
      this.meanings.of(texts),
    );
    this.kept = Object.entries(profile.keep)
      .filter(([name]) => columns.place(name) >= 0)
      .map(([name, values]) => ({ column: columns.place(name), memo: new Memo((text) => values.includes(text.toLowerCase()), 1 << 12) }));
    this.areas = new Memo((text) => this.area(text));
    this.markers = new Markers(profile, sink);
    this.statuses = new Memo((text) => this.markers.inStatus(text), 1 << 12);
    this.valueMarkers = new Memo((text) => this.markers.inValue(text), 1 << 12);
  }

  /** One row; the order of the questions is the order in which a person would mend them. */
  row(cells: Cells): void {
    const { bytes, starts, ends } = cells;
    const { at } = this;
    if (this.kept.length > 0 && !this.keeps(cells)) return this.sink.ignore('not-kept');
    const indicator = this.indicators.of(cells);
    if ('code' in indicator) return this.isEmpty(cells) ? this.sink.ignore('empty-row') : this.refuse(cells, 'indicator', indicator);
    const area = this.areas.get(bytes, starts[at.area]!, ends[at.area]!);
    if (typeof area !== 'number') return this.refuse(cells, 'area', area);
    const period = this.period(indicator, cells);
    if (typeof period !== 'number') return this.refuse(cells, 'period', period);
    this.figure(cells, indicator, area, period);
  }

  // eslint-disable-next-line complexity -- the hot path: all of a row's numbers stay in registers, and no object is made.
  private figure(cells: Cells, indicator: StatedIndicator, area: number, period: number): void {
    const { sink } = this;
    const { rules, scale } = indicator;
    this.unreadable = undefined;
    let value = this.number(cells, 'value');
    const numerator = this.number(cells, 'numerator');
    const denominator = this.number(cells, 'denominator');
    let lower = this.number(cells, 'lower');
    let upper = this.number(cells, 'upper');
    let level = this.number(cells, 'level');
    let marker = this.marker(cells, 'status', this.statuses);
    if (value === NOT_A_NUMBER) {
      const inValue = this.marker(cells, 'value', this.valueMarkers);
      if ('code' in inValue) return this.refuse(cells, 'value', inValue);
      if (marker === this.markers.none) marker = inValue;
      value = NaN;
    }
    if ('code' in marker) return this.refuse(cells, 'status', marker);
    if (this.unreadable) return this.refuse(cells, this.unreadable, notANumber(this.text(cells, this.unreadable)));
    const parts = rules.ofParts(numerator, denominator);
    if (parts) return this.refuse(cells, parts.code === 'zero-denominator' ? 'denominator' : 'numerator', parts);
    if (scale !== 1) {
      value = twelveDigits(value * scale);
      lower = twelveDigits(lower * scale);
      upper = twelveDigits(upper * scale);
    }
    if (value !== value && rules.ratio && marker === this.markers.none) value = twelveDigits((numerator / denominator) * rules.per);
    const wrong = rules.ofValue(value);
    if (wrong) return this.refuse(cells, 'value', wrong);
    const limits = rules.ofLimits(lower, upper);
    if (limits) return this.refuse(cells, 'lower', limits);
    const status = value === value ? marker.beside : marker.alone;
    if (typeof status !== 'number') return this.refuse(cells, 'status', status);
    if (level !== level && (lower === lower || upper === upper)) level = this.profile.level;
    const headline = this.at.breakdown < 0 && this.broken.length === 0;
    const breakdown = headline ? 0 : (indicator.breakdowns ??= this.breakdownsOf(indicator)).of(cells);
    if (typeof breakdown !== 'number') return this.refuse(cells, 'breakdown', breakdown);
    sink.add(indicator.number, area, period, breakdown, status, cells.row, value, numerator, denominator, lower, upper, level);
    this.taken++;
  }

  private number({ bytes, starts, ends, decimalComma }: Cells, role: Role): number {
    const column = this.at[role];
    if (column < 0) return NaN;
    const number = (decimalComma ? parseDecimalComma : parseNumber)(bytes, starts[column]!, ends[column]!);
    if (number === NOT_A_NUMBER && role !== 'value') this.unreadable ??= role; // A value may be a marker instead.
    return number;
  }

  private marker({ bytes, starts, ends }: Cells, role: Role, memo: Memo<Marker | Fault>): Marker | Fault {
    const column = this.at[role];
    return column < 0 ? this.markers.none : memo.get(bytes, starts[column]!, ends[column]!);
  }

  private period(indicator: StatedIndicator, cells: Cells): Numbered {
    const column = this.at.period;
    const id = this.periods.intern(cells.bytes, cells.starts[column]!, cells.ends[column]!);
    const known = id < 0 ? undefined : indicator.periods[id];
    if (known !== undefined) return known;
    const period = indicator.period(this.text(cells, 'period'), this.sink);
    if (id >= 0) indicator.periods[id] = period;
    return period;
  }

  private area(text: string): Numbered {
    const { catalogue, feed } = this.context;
    if (text === '') return fault('blank-area', 'The row names no area; write its GSS code.');
    const area = catalogue.area(text);
    if (!area) return unknownArea(text);
    return feed.areas.length > 0 && !catalogue.liesIn(area.code, feed.areas) ? notYourArea(area.code) : this.sink.area(area.code);
  }

  private breakdownsOf({ settled }: StatedIndicator): Combination<Numbered> {
    const named = this.broken.filter(({ column }) => !settled.includes(column));
    const places = named.map(({ column }) => this.columns.place(column));
    if (this.at.breakdown >= 0) places.unshift(this.at.breakdown);
    return new Combination(places, (texts) => this.breakdown(breakdownOf(texts, named)));
  }

  private breakdown(text: string): Numbered {
    if (text.length <= BREAKDOWN_LENGTH_MAX) return this.sink.breakdown(text);
    return fault('breakdown-too-long', `The breakdown is longer than ${BREAKDOWN_LENGTH_MAX} letters; give it a short name.`);
  }

  private keeps({ bytes, starts, ends }: Cells): boolean {
    return this.kept.every(({ column, memo }) => memo.get(bytes, starts[column]!, ends[column]!));
  }

  private isEmpty({ starts, ends, count }: Cells): boolean {
    for (let i = 0; i < count; i++) if (starts[i] !== ends[i]) return false;
    return true;
  }

  private text({ bytes, starts, ends }: Cells, role: Role): string {
    const column = this.at[role];
    return textOf(bytes, starts[column]!, ends[column]!).trim();
  }

  private refuse({ row }: Cells, role: Role, { code, detail, retryable, subject }: Fault): void {
    this.sink.refuse({ row, column: this.columns.names[this.at[role]] ?? role, code, detail, retryable, subject });
  }
}

/** `sex=male;age=16-24`: the whole text of a breakdown column as it stands, then the profile's columns by name. */
function breakdownOf(texts: readonly string[], columns: readonly BreakdownColumn[]): string {
  const whole = texts.slice(0, texts.length - columns.length);
  const named = texts.slice(whole.length).map((text, i) => {
    const { as, headline } = columns[i]!;
    return text === '' || headline.includes(text.toLowerCase()) ? '' : `${as}=${slug(text)}`;
  });
  return [...whole, ...named].filter((part) => part !== '').join(';');
}
