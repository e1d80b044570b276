import { hasShortYear, type Period, periodText } from '#libs/kernel';
import type { StatementSink } from '../statement-sink.js';

const TEXTS_MAX = 1 << 14;

/** The periods of one body whose year has two digits, so that its century is a guess. */
export class ShortYears {
  private readonly read = new Map<string, Period>();

  add(text: string, period: Period): void {
    if (hasShortYear(text) && this.read.size < TEXTS_MAX) this.read.set(text, period);
  }

  /** Gives the sink one note of what they were read as. */
  tell(sink: StatementSink): void {
    const all = [...this.read].sort(([, a], [, b]) => (a.start < b.start ? -1 : 1));
    const [first] = all;
    const last = all.at(-1);
    if (first === undefined || last === undefined) return;
    const said = `${all.length === 1 ? '1 period writes its' : `${all.length} periods write their`} year with two digits`;
    const examples = all.length === 1 ? asRead(first) : `${asRead(first)} (the earliest), ${asRead(last)} (the latest)`;
    sink.note('two-digit-year', `${said}, read as the latest that is not in the future: ${examples}; write years with four digits.`);
  }
}

const asRead = ([text, period]: [string, Period]): string => `${text} as ${periodText(period)}`;
