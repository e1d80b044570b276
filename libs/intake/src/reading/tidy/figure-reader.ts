import { twelveDigits } from '#libs/kernel';
import { type Fault, levelFault, NOT_FINITE } from '../../domain/checks.js';
import { Memo } from '../byte-interner.js';
import type { Cells } from '../cells.js';
import { NOT_A_NUMBER, parseDecimalComma, parseNumber } from '../numbers.js';
import type { Profile, Role } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';
import { textOf } from '../text-body.js';
import type { ColumnSet } from './column-set.js';
import type { StatedIndicator } from './indicator-meaning.js';
import { type Marker, Markers, notANumber } from './markers.js';
import { RowNotes } from './row-notes.js';

const TEXTS_KEPT = 1 << 12;

/** Reads the numbers and markers of a row, checks them after all that changes them, and states the figure. */
export class FigureReader {
  /** The column at fault when `state` gives a fault. */
  role: Role = 'value';
  private readonly notes = new RowNotes();
  private readonly statuses: Memo<Marker | Fault>;
  private readonly cellMarkers: Memo<Marker | Fault>;
  private readonly markers: Markers;
  private readonly at: ColumnSet['at'];
  /** The first cell of the row at hand that should hold a number and does not. */
  private unreadable: Role | undefined;
  /** One of its parts or limits is marked as suppressed. */
  private isHidden = false;

  constructor(
    columns: ColumnSet,
    private readonly profile: Profile,
    private readonly sink: StatementSink,
  ) {
    this.at = columns.at;
    this.markers = new Markers(profile, sink);
    this.statuses = new Memo((text) => this.markers.inStatus(text), TEXTS_KEPT);
    this.cellMarkers = new Memo((text) => this.markers.inValue(text), TEXTS_KEPT);
  }

  /** States the row's figure, or says what is wrong with it. */
  // The hot path: all of a row's numbers stay in registers, and no object is made.
  // eslint-disable-next-line complexity, max-lines-per-function, no-restricted-syntax -- as said above
  state(cells: Cells, indicator: StatedIndicator, area: number, period: number, breakdown: number): Fault | undefined {
    const { rules, scale, number } = indicator;
    this.unreadable = undefined;
    this.isHidden = false;
    let value = this.number(cells, 'value');
    let numerator = this.number(cells, 'numerator');
    let denominator = this.number(cells, 'denominator');
    let lower = this.number(cells, 'lower');
    let upper = this.number(cells, 'upper');
    let level = this.number(cells, 'level');
    const stated = this.marker(cells, 'status', this.statuses);
    let marker = stated;
    if (value === NOT_A_NUMBER) {
      const inValue = this.marker(cells, 'value', this.cellMarkers);
      if ('code' in inValue) return this.wrong('value', inValue);
      if ('code' in marker) return this.wrong('status', marker);
      marker = this.markers.together(marker, inValue);
      value = NaN;
    }
    if ('code' in marker) return this.wrong('status', marker);
    if (this.unreadable) return this.wrong(this.unreadable, notANumber(this.text(cells, this.unreadable)));
    if (this.isHidden && value !== value) marker = this.markers.hidden(marker);
    const parts = rules.ofParts(numerator, denominator);
    if (parts) return this.wrong(denominator < 0 || parts.code === 'zero-denominator' ? 'denominator' : 'numerator', parts);
    if (scale !== 1) {
      value = twelveDigits(value * scale);
      lower = twelveDigits(lower * scale);
      upper = twelveDigits(upper * scale);
    }
    if (rules.ratio && numerator === numerator && denominator === denominator) {
      if (value !== value) {
        if (!marker.isSuppression) value = twelveDigits((numerator / denominator) * rules.per);
        if (marker.isAbsence && !marker.isSuppression) marker = this.despite(cells, stated);
      } else if (rules.differs(value, numerator, denominator)) this.notes.add('value-differs-from-parts', cells.row);
    }
    indicator.percentages?.add(value);
    if (Math.abs(value) === Infinity) return this.wrong('value', NOT_FINITE);
    if (Math.abs(lower) === Infinity || Math.abs(upper) === Infinity) return this.wrong('lower', NOT_FINITE);
    const wrong = rules.ofValue(value);
    if (wrong) return this.wrong('value', wrong);
    if (value !== value && !marker.isAbsence && (numerator === numerator || denominator === denominator))
      this.notes.add('parts-without-value', cells.row);
    const limits = rules.ofLimits(lower, upper);
    if (limits) return this.wrong('lower', limits);
    if (rules.isOutside(value, lower, upper)) this.notes.add('value-outside-limits', cells.row);
    const status = value === value ? marker.beside : marker.alone;
    if (typeof status !== 'number') return this.wrong('status', status);
    if (level === level) {
      const outside = levelFault(level);
      if (outside) return this.wrong('level', outside);
      if (level < 1) {
        level = twelveDigits(level * 100);
        this.notes.add('level-as-share', cells.row);
      }
    } else if (lower === lower || upper === upper) level = this.profile.level;
    if (marker.isSuppression) {
      if (numerator === numerator || denominator === denominator || lower === lower || upper === upper)
        this.notes.add('parts-beside-suppressed', cells.row);
      numerator = denominator = lower = upper = level = NaN;
    }
    this.sink.add(number, area, period, breakdown, status, cells.row, value, numerator, denominator, lower, upper, level);
    return undefined;
  }

  /** Gives the sink what is to be noted of the rows taken. */
  tellNotes(): void {
    this.notes.tell(this.sink);
  }

  /** The marker of a figure that its parts state although a marker says that it is missing: what else the row says of it. */
  private despite({ row }: Cells, stated: Marker | Fault): Marker {
    this.notes.add('parts-beside-missing', row);
    return 'code' in stated || stated.isAbsence ? this.markers.none : stated;
  }

  private wrong(role: Role, fault: Fault): Fault {
    this.role = role;
    return fault;
  }

  private number(cells: Cells, role: Role): number {
    const column = this.at[role];
    if (column < 0) return NaN;
    const { bytes, starts, ends, decimalComma } = cells;
    const number = (decimalComma ? parseDecimalComma : parseNumber)(bytes, starts[column]!, ends[column]!);
    return number === NOT_A_NUMBER && role !== 'value' ? this.marked(cells, role) : number; // A value's marker is looked at with the status.
  }

  /** A part or a limit that is marked as absent is not stated; other texts are no numbers. */
  private marked(cells: Cells, role: Role): number {
    const marker = this.marker(cells, role, this.cellMarkers);
    if ('code' in marker || !marker.isAbsence) this.unreadable ??= role;
    else this.isHidden ||= marker.isSuppression;
    return NaN;
  }

  private marker({ bytes, starts, ends }: Cells, role: Role, memo: Memo<Marker | Fault>): Marker | Fault {
    const column = this.at[role];
    return column < 0 ? this.markers.none : memo.get(bytes, starts[column]!, ends[column]!);
  }

  private text({ bytes, starts, ends }: Cells, role: Role): string {
    const column = this.at[role];
    return textOf(bytes, starts[column]!, ends[column]!).trim();
  }
}
