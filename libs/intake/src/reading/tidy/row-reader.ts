import { isAreaCode } from '#libs/kernel';
import { type Fault, fault, notYourArea, unknownArea } from '../../domain/checks.js';
import { Suggestions } from '../../domain/suggestions.js';
import { ByteInterner, Memo } from '../byte-interner.js';
import type { Cells } from '../cells.js';
import type { ReadingContext } from '../format.js';
import { type BreakdownColumn, type Profile, type Role } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';
import { textOf } from '../text-body.js';
import { Breakdowns } from './breakdowns.js';
import type { ColumnSet } from './column-set.js';
import { Combination } from './combination.js';
import { FigureReader } from './figure-reader.js';
import { IndicatorMeanings, type Numbered, type StatedIndicator } from './indicator-meaning.js';

const PERIODS_MAX = 1 << 14;
/** An area that the feed is not about. */
const OUTSIDE = fault('outside-coverage', 'The area lies outside what the feed is about.');

/** Reads the rows of one tidy table: each becomes one statement, or is refused or ignored with the reason. */
export class RowReader {
  taken = 0;
  readonly meanings: IndicatorMeanings;
  private readonly indicators: Combination<StatedIndicator | Fault>;
  /** The profile's breakdown columns that the header names. */
  private readonly broken: readonly BreakdownColumn[];
  private readonly kept: readonly { readonly column: number; readonly memo: Memo<boolean> }[];
  private readonly headlineOnly: boolean;
  private readonly areas: Memo<Numbered>;
  private readonly periods = new ByteInterner(PERIODS_MAX);
  private readonly figures: FigureReader;
  private readonly at: ColumnSet['at'];
  private readonly suggestions: Suggestions;
  private readonly breakdowns: Breakdowns;

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
    this.suggestions = new Suggestions(context);
    this.meanings = new IndicatorMeanings(profile, { ...context, suggestions: this.suggestions }, sink, conditions);
    this.indicators = new Combination([this.at.indicator, ...conditions.map((name) => columns.place(name))], (texts) =>
      this.meanings.of(texts),
    );
    this.kept = Object.entries(profile.keep)
      .filter(([name]) => columns.place(name) >= 0)
      .map(([name, values]) => ({ column: columns.place(name), memo: new Memo((text) => values.includes(text.toLowerCase()), 1 << 12) }));
    this.headlineOnly = columns.at.breakdown < 0 && this.broken.length === 0;
    this.breakdowns = new Breakdowns(sink);
    this.areas = new Memo((text) => this.area(text));
    this.figures = new FigureReader(columns, profile, sink);
  }

  /** One row; the order of the questions is the order in which a person would mend them. */
  // eslint-disable-next-line complexity -- the hot path: one question after another.
  row(cells: Cells): void {
    const { bytes, starts, ends } = cells;
    const { at } = this;
    if (this.kept.length > 0 && !this.keeps(cells)) return this.sink.ignore('not-kept');
    const indicator = this.indicators.of(cells);
    if ('code' in indicator) return this.isEmpty(cells) ? this.sink.ignore('empty-row') : this.refuse(cells, 'indicator', indicator);
    const area = this.areas.get(bytes, starts[at.area]!, ends[at.area]!);
    if (typeof area !== 'number') return area === OUTSIDE ? this.sink.ignore(OUTSIDE.code) : this.refuse(cells, 'area', area);
    const period = this.period(indicator, cells);
    if (typeof period !== 'number') return this.refuse(cells, 'period', period);
    const breakdown = this.headlineOnly ? 0 : (indicator.breakdowns ??= this.breakdownsOf(indicator)).of(cells);
    if (typeof breakdown !== 'number') return this.refuse(cells, 'breakdown', breakdown);
    const wrong = this.figures.state(cells, indicator, area, period, breakdown);
    if (wrong) this.refuse(cells, this.figures.role, wrong);
    else this.taken++;
  }

  /** Gives the sink what is to be noted of the rows taken. */
  tellNotes(): void {
    this.figures.tellNotes();
    this.meanings.tellNotes();
    this.breakdowns.tell();
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
    const area = catalogue.area(text) ?? catalogue.area(text.toUpperCase());
    if (!area) return this.isOutside(text) ? OUTSIDE : unknownArea(text, this.suggestions.area(text));
    return feed.areas.length > 0 && !catalogue.liesIn(area.code, feed.areas) ? notYourArea(area.code) : this.sink.area(area.code);
  }

  private isOutside(text: string): boolean {
    return isAreaCode(text) && this.profile.outside.some((start) => text.startsWith(start));
  }

  private breakdownsOf({ settled }: StatedIndicator): Combination<Numbered> {
    const named = this.broken.filter(({ column }) => !settled.includes(column));
    const places = named.map(({ column }) => this.columns.place(column));
    if (this.at.breakdown >= 0) places.unshift(this.at.breakdown);
    return new Combination(places, (texts) => this.breakdowns.of(texts, named));
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
