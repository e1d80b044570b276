const LF = 0x0a;
const HEAD = Buffer.from('{"offset":"');
const QUOTE = 0x22;

/** What the line of a message's row holds before the row's own keys. */
export const ADDED_KEYS = ['offset'] as const;

/** A row of a body made from messages: what it states, after the offset of the message that states it. */
export function messageLine(offset: string, row: object): string {
  const json = JSON.stringify(row);
  return `{"offset":"${offset}"${json === '{}' ? '}' : `,${json.slice(1)}`}\n`;
}

/** Which message each row of such a body came by. Rows are counted from 1. */
export class MessageRows {
  /** The row at which each message begins, by the place of the message in the body. */
  private readonly starts: number[] = [];
  readonly offsets: string[] = [];
  private readonly placeOf: number[] = [0]; // Row 0 is nobody's.
  /** The byte at which each message begins. */
  private readonly bytes: number[] = [];

  constructor(readonly body: Buffer) {
    for (let at = 0; at < body.length; at = body.indexOf(LF, at) + 1) {
      const from = at + HEAD.length;
      const offset = body.toString('latin1', from, body.indexOf(QUOTE, from));
      if (offset !== this.offsets.at(-1)) {
        this.offsets.push(offset);
        this.starts.push(this.placeOf.length);
        this.bytes.push(at);
      }
      this.placeOf.push(this.offsets.length - 1);
    }
  }

  /** The message's place in the body: of two, the later one's is greater. */
  messageOf(row: number): number {
    return this.placeOf[row]!;
  }

  /** The rows of the first half of the messages and of the rest; undefined of one message alone. */
  halves(): readonly [MessageRows, MessageRows] | undefined {
    const cut = this.bytes[this.offsets.length >> 1]!;
    return cut === 0 ? undefined : [new MessageRows(this.body.subarray(0, cut)), new MessageRows(this.body.subarray(cut))];
  }

  /** The message's offset, and the row as counted within it. */
  within(row: number): { readonly offset: string; readonly row: number } {
    const message = this.messageOf(row);
    return { offset: this.offsets[message]!, row: row - this.starts[message]! + 1 };
  }
}
