import { type Kafka, type Message, MessageTooLarge, type OutMessage } from '#libs/kafka';
import type { RefusedRow } from '../domain/submission-events.js';

export const REFUSED_TOPIC = 'indicator-observations-refused';

/** How many refused rows a letter lists, and how long the list may be: headers are small. */
const ROWS_LISTED = 50;
const LIST_LENGTH_MAX = 16_000;

/** A refused row of a message, which has no lines. */
type LetterRow = Omit<RefusedRow, 'line'>;

/** Why a message goes back, wholly or in part. */
export interface Why {
  readonly code: string;
  readonly reason: string;
  /** The refused rows, counted within the message; none when all of it was refused. */
  readonly rows: readonly LetterRow[];
}

/** A message that goes back. */
export interface DeadLetter extends Why {
  readonly message: Message;
}

/** What is wrong with a message of which some rows were refused: in the words of the first. */
export function whyOf(rows: readonly LetterRow[]): Why {
  const [{ code, detail, row }] = rows as unknown as [LetterRow];
  const others = rows.length === 1 ? '' : ` (and ${rows.length - 1} more rows)`;
  return { code, reason: `Row ${row}: ${detail}${others}`, rows };
}

/** Gives messages back to whoever sent them, with the reason; resolves when Kafka has them. Each at least once. */
export class DeadLetters {
  constructor(private readonly kafka: Kafka) {}

  async send(topic: string, letters: readonly DeadLetter[]): Promise<void> {
    if (letters.length === 0) return;
    try {
      await this.kafka.publish(
        REFUSED_TOPIC,
        letters.map((letter) => outMessage(topic, letter)),
      );
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error;
      for (const letter of letters) await this.sendAlone(topic, letter);
    }
  }

  /** Of one that is too large with its reason goes as much as the topic takes; all of it stands where it came from. Nothing may block a partition. */
  private async sendAlone(topic: string, letter: DeadLetter): Promise<void> {
    const forms = shrinking(outMessage(topic, letter));
    for (const [i, form] of forms.entries()) {
      try {
        return await this.kafka.publish(REFUSED_TOPIC, [form]);
      } catch (error) {
        if (!(error instanceof MessageTooLarge) || i === forms.length - 1) throw error;
      }
    }
  }
}

/** A letter whole, without its bytes and the headers of its sender, and without its key too. */
function shrinking(whole: OutMessage): readonly OutMessage[] {
  const { code, reason, topic, partition, offset } = whole.headers;
  const ours = { code, reason, topic, partition, offset, 'without-value': 'too-large' } as Readonly<Record<string, string>>;
  const withoutValue = { key: whole.key, value: '', headers: ours };
  return [whole, withoutValue, { key: null, value: '', headers: { ...ours, 'without-key': 'too-large' } }];
}

/** The original key, bytes and headers, and ours over them. */
function outMessage(topic: string, { message, code, reason, rows }: DeadLetter): OutMessage {
  const { key, value, headers, partition, offset } = message;
  return {
    key: key && textOf(key),
    value: value ?? '',
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, textOf(bytes)])),
      code,
      reason,
      ...(rows.length > 0 ? { rows: listOf(rows) } : {}),
      topic,
      partition: String(partition),
      offset,
    },
  };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

/** As many of the rows as there is room for, as JSON. */
function listOf(rows: readonly LetterRow[]): string {
  const listed = rows.slice(0, ROWS_LISTED).map(({ row, column, code, detail }) => JSON.stringify({ row, column, code, detail }));
  while (listed.length > 1 && listed.join().length > LIST_LENGTH_MAX) listed.pop();
  return `[${listed.join()}]`;
}
