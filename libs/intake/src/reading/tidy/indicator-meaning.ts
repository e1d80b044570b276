import { academicYears, excerpt, isOneLine, type Period, type PeriodKind, Refusal, parsePeriod, periodKey } from '#libs/kernel';
import type { Indicator } from '#libs/catalogue';
import {
  covers,
  type Fault,
  fault,
  FigureRules,
  notYourIndicator,
  periodFault,
  pooledFault,
  unknownIndicator,
} from '../../domain/checks.js';
import type { Suggestions } from '../../domain/suggestions.js';
import type { ReadingContext } from '../format.js';
import { type Meaning, type Profile, slug } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';
import type { Combination } from './combination.js';
import { GuessedPeriods } from './guessed-periods.js';
import { Percentages } from './shares-of-one.js';

const NAMED_MAX = 5;

type Told = Pick<Meaning, 'code' | 'scale' | 'periods' | 'where'>;

/** A number for the sink, or why there is none. */
export type Numbered = number | Fault;

/** What periods are read by. */
interface PeriodReading {
  readonly receivedOn: string;
  readonly academicFrom: readonly string[];
  readonly guessed: GuessedPeriods;
}

/** What a row's indicator cells came to: where its figures go, and by what rules. */
export class StatedIndicator {
  readonly rules: FigureRules;
  readonly scale: number;
  /** The columns that chose this indicator: they break nothing down any more. */
  readonly settled: readonly string[];
  /** By the number of the period's text. */
  readonly periods: Numbered[] = [];
  /** What this indicator's breakdown columns say, in the sink's numbers; set when first asked for. */
  breakdowns: Combination<Numbered> | undefined;
  /** What the body states of an indicator of percentages; undefined for others. */
  readonly percentages: Percentages | undefined;
  private readonly kinds: readonly PeriodKind[];
  /** The longest period it may be stated for. */
  private readonly monthsMax: number;

  constructor(
    readonly number: number,
    indicator: Indicator,
    { scale, periods, where }: Pick<Meaning, 'scale' | 'periods' | 'where'>,
    private readonly how: PeriodReading,
  ) {
    this.rules = new FigureRules(indicator);
    this.percentages = this.rules.isPercentage ? new Percentages() : undefined;
    this.scale = scale;
    this.settled = Object.keys(where);
    this.kinds = periods.length > 0 ? periods : [indicator.frequency];
    // `2001-05` can be read as five years pooled; where nothing pools years it is a month in the wrong place.
    this.monthsMax = periods.length > 0 || indicator.behaviour === 'rolling' ? Number.POSITIVE_INFINITY : 12;
  }

  /** An interval of years that the profile takes for academic ones, where the indicator has such. */
  private academic(period: Period): Period {
    const { kind, start, months } = period;
    const isOne = kind === 'rolling' && months % 12 === 0 && this.how.academicFrom.includes(start.slice(5));
    return isOne && this.kinds.includes('academic') ? academicYears(Number(start.slice(0, 4)), months / 12) : period;
  }

  /** The sink's number of a period as the file writes it. */
  period(text: string, sink: StatementSink): Numbered {
    if (text === '') return fault('blank-period', 'The row names no period; write one.');
    const bare = /^\d{4}$/.test(text) && this.kinds.includes('calendar'); // Among financial years, a bare year is a calendar one.
    const { receivedOn, guessed } = this.how;
    const read = parsePeriod(text, bare ? 'calendar' : this.kinds[0], receivedOn);
    if (read instanceof Refusal) return fault(read.code, read.detail, text);
    const period = this.academic(read);
    const wrong = periodFault(period, this.kinds, receivedOn) ?? pooledFault(text, period, this.monthsMax);
    if (wrong) return { ...wrong, subject: excerpt(text) };
    guessed.add(text, period);
    return sink.period(periodKey(period));
  }
}

/** Which indicator the texts of a row mean, of those that the feed may state and the catalogue knows. */
export class IndicatorMeanings {
  /** The codes stated so far. */
  readonly stated = new Set<string>();
  readonly guessed = new GuessedPeriods();
  private readonly known = new Map<string, StatedIndicator>();

  constructor(
    private readonly profile: Profile,
    private readonly context: ReadingContext & { readonly suggestions: Suggestions },
    private readonly sink: StatementSink,
    /** The columns that conditions look at, after the indicator's own. */
    private readonly conditions: readonly string[],
  ) {}

  /** Gives the sink what is to be noted of periods and units. */
  tellNotes(): void {
    this.guessed.tell(this.sink);
    const shares = [...this.known].filter(([, { percentages }]) => percentages?.areShares);
    if (shares.length === 0) return;
    const codes = [...new Set(shares.map(([key]) => (JSON.parse(key) as [string])[0]))].slice(0, NAMED_MAX).join(', ');
    const said = `No value of ${codes} lies above 1, and they are percentages: if the file states shares of 1`;
    this.sink.note('shares-of-one', `${said}, withdraw it and send it with a scale of 100 in the feed's profile.`);
  }

  /** `texts`: the indicator's cell, then those of the conditions. */
  of(texts: readonly string[]): StatedIndicator | Fault {
    const [name = '', ...rest] = texts;
    if (name === '') return fault('blank-indicator', 'The row names no indicator; write its name or code.');
    const meaning = this.meaning(name, rest);
    const { catalogue, feed, suggestions } = this.context;
    const indicator = catalogue.indicator(meaning.code) ?? catalogue.indicator(meaning.code.toLowerCase());
    const code = indicator?.code ?? meaning.code;
    const quoted = isOneLine(name) ? code : name; // A code made of several lines would quote them all.
    if (!covers(feed.indicators, code)) return notYourIndicator(quoted);
    return indicator
      ? this.stating(indicator, { ...meaning, code })
      : unknownIndicator(quoted, suggestions.indicator(code) ?? suggestions.indicator(name));
  }

  private meaning(name: string, rest: readonly string[]): Told {
    const { profile, context } = this;
    const found = profile.indicators
      .get(name.toLowerCase())
      ?.find(
        ({ where, releasedBefore }) =>
          (releasedBefore === null || context.released < releasedBefore) &&
          Object.entries(where).every(([column, text]) => rest[this.conditions.indexOf(column)]?.toLowerCase() === text),
      );
    return found ?? { code: profile.theme === null ? name : `${profile.theme}.${slug(name)}`, scale: 1, periods: [], where: {} };
  }

  private stating(indicator: Indicator, told: Told): StatedIndicator {
    const periods = told.periods.length > 0 ? told.periods : this.profile.periods;
    const key = JSON.stringify([told.code, told.scale, periods, Object.keys(told.where)]);
    let known = this.known.get(key);
    if (!known) {
      known = new StatedIndicator(
        this.sink.indicator(told.code),
        indicator,
        { ...told, periods },
        { receivedOn: this.context.receivedOn, academicFrom: this.profile.academicFrom, guessed: this.guessed },
      );
      this.known.set(key, known);
      this.stated.add(told.code);
    }
    return known;
  }
}
