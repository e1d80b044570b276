import { canonicalBreakdown, isOneLine } from '#libs/kernel';
import { type Fault, fault } from '../../domain/checks.js';
import { type BreakdownColumn, slug } from '../profile/profile.js';
import type { StatementSink } from '../statement-sink.js';
import { isPart } from './unread-dimensions.js';

/** As written in JSON: what bounds an event is bytes. */
const BYTES_MAX = 200;
const NAMED_MAX = 5;
/** What a conversion puts in place of a letter that it did not know, and characters that no text holds. */
const DAMAGE = /[\ufffd\p{Cc}]/u;

const SEVERAL_LINES = fault('several-lines', 'A cell of the breakdown holds several lines; check for a quote that is never closed.');

/** Reads the breakdowns of one body, and remembers those that name the whole, which is no breakdown. */
export class Breakdowns {
  private readonly wholes = new Set<string>();

  constructor(private readonly sink: StatementSink) {}

  /** The sink's number of what the cells say: the whole text of a breakdown column as it stands, then the profile's columns by name. */
  of(texts: readonly string[], columns: readonly BreakdownColumn[]): number | Fault {
    if (!texts.every(isOneLine)) return SEVERAL_LINES;
    const text = breakdownOf(texts, columns);
    const wrong = faultOf(text);
    if (wrong) return wrong;
    if (isWhole(text) && this.wholes.size < NAMED_MAX) this.wholes.add(text);
    return this.sink.breakdown(text);
  }

  /** Gives the sink one note of the breakdowns that name the whole. */
  tell(): void {
    if (this.wholes.size === 0) return;
    const named = [...this.wholes].map((text) => `"${text}"`).join(', ');
    const advice = 'leave the breakdown of the headline empty, or name the text under "headline" in the profile';
    this.sink.note('breakdown-of-the-whole', `Figures of ${named} are recorded beside the headline and not as it; ${advice}.`);
  }
}

function faultOf(text: string): Fault | undefined {
  if (Buffer.byteLength(JSON.stringify(text)) - 2 > BYTES_MAX) return tooLong(text);
  if (DAMAGE.test(text)) return DAMAGED;
  const names = text.split(';').flatMap((part) => (part.includes('=') ? [part.split('=')[0]!] : []));
  return new Set(names).size < names.length ? twice(text) : undefined;
}

const tooLong = (text: string): Fault =>
  fault(
    'breakdown-too-long',
    `The breakdown takes more than ${BYTES_MAX} bytes (letters beyond ASCII take two or more); give it a short name.`,
    text,
  );
const DAMAGED = fault('damaged-text', 'The breakdown holds characters that were damaged on their way; export the file as UTF-8 again.');
const twice = (text: string): Fault =>
  fault('dimension-twice', 'The breakdown names one dimension twice; name each once, or leave the row out.', text);

const isWhole = (text: string): boolean => text !== '' && text.split(';').every((part) => !isPart(part.split('=').at(-1)!));

/** `sex=male;age=16-24`. */
function breakdownOf(texts: readonly string[], columns: readonly BreakdownColumn[]): string {
  const whole = texts.slice(0, texts.length - columns.length);
  const named = texts.slice(whole.length).map((text, i) => {
    const { as, headline } = columns[i]!;
    return text === '' || headline.includes(text.toLowerCase()) ? '' : `${as}=${slug(text)}`;
  });
  return canonicalBreakdown([...whole, ...named].join(';').normalize('NFC'));
}
