import { hasShortYear, type Period, periodText } from '#libs/kernel';
import type { StatementSink } from '../statement-sink.js';

const TEXTS_MAX = 1 << 14;

/** One way of writing a period that leaves something to be guessed. */
interface Guess {
  readonly code: string;
  isOne(text: string, period: Period): boolean;
  readonly one: string;
  readonly many: string;
  readonly advice: string;
}

const GUESSES: readonly Guess[] = [
  {
    code: 'two-digit-year',
    isOne: (text) => hasShortYear(text),
    one: 'period writes its year with two digits, read as the latest that is not in the future',
    many: 'periods write their year with two digits, read as the latest that is not in the future',
    advice: 'write years with four digits',
  },
  {
    code: 'bare-year',
    isOne: (text, { kind }) => /^\d{4}$/.test(text) && (kind === 'financial' || kind === 'academic'),
    one: 'period is a bare year, read as the year that begins in it',
    many: 'periods are bare years, read as the years that begin in them',
    advice: 'write 2003-04 or 2003/04',
  },
];

/** The periods of one body that are read by a guess, so that the receipt says what they were read as. */
export class GuessedPeriods {
  private readonly read = GUESSES.map(() => new Map<string, Period>());

  add(text: string, period: Period): void {
    GUESSES.forEach((guess, i) => {
      const read = this.read[i]!;
      if (guess.isOne(text, period) && read.size < TEXTS_MAX) read.set(text, period);
    });
  }

  /** Gives the sink one note for each kind of guess. */
  tell(sink: StatementSink): void {
    this.read.forEach((read, i) => {
      if (read.size > 0) sink.note(GUESSES[i]!.code, sentenceOf(GUESSES[i]!, read));
    });
  }
}

function sentenceOf({ one, many, advice }: Guess, read: ReadonlyMap<string, Period>): string {
  const all = [...read].sort(([, a], [, b]) => (a.start < b.start ? -1 : 1));
  const [first, last] = [all[0]!, all.at(-1)!];
  if (all.length === 1) return `1 ${one}: ${asRead(first)}; ${advice}.`;
  return `${all.length} ${many}: ${asRead(first)} (the earliest), ${asRead(last)} (the latest); ${advice}.`;
}

const asRead = ([text, period]: [string, Period]): string => `${text} as ${periodText(period)}`;
