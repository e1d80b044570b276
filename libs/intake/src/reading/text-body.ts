import { TextDecoder } from 'node:util';
import { Refusal } from '#libs/kernel';

const MAGIC: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-32', [0xff, 0xfe, 0x00, 0x00]],
  ['a spreadsheet or zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a file gzipped twice', [0x1f, 0x8b]],
];

const WEB_PAGE = /^\s*<(!doctype|html|\?xml|!--)/i;

const notText = (what: string): Refusal =>
  new Refusal('not-text', `The body looks like ${what}, not like text; save it as CSV (UTF-8) and send that.`, { looksLike: what });

/**
 * A body as text in UTF-8 or an 8-bit encoding, without a byte order mark; UTF-16 is turned into UTF-8.
 * Bytes that no text holds end the stream, and `refusal` says what they look like.
 */
export class TextBody implements AsyncIterable<Uint8Array> {
  refusal: Refusal | undefined;

  constructor(private readonly body: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let utf16: TextDecoder | undefined;
    let begun = false;
    for await (const chunk of fromFour(this.body)) {
      const bytes = begun ? chunk : withoutMark(chunk);
      if (!begun) utf16 = this.sniff(chunk, bytes);
      begun = true;
      const text = utf16 ? Buffer.from(utf16.decode(bytes, { stream: true })) : bytes;
      this.lookForNul(text);
      if (this.refusal) return;
      yield text;
    }
    const rest = utf16?.decode();
    if (rest) yield Buffer.from(rest);
  }

  private lookForNul(bytes: Uint8Array): void {
    if (bytes.includes(0)) this.refusal ??= notText('a binary file, or UTF-16 without its byte order mark');
  }

  private sniff(head: Uint8Array, text: Uint8Array): TextDecoder | undefined {
    if (WEB_PAGE.test(Buffer.from(text.subarray(0, 80)).toString('latin1'))) this.refusal = notText('a web page or XML');
    const looksLike = MAGIC.find(([, magic]) => magic.every((byte, i) => head[i] === byte));
    if (looksLike) this.refusal = notText(looksLike[0]);
    if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
    if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
    return undefined;
  }
}

/** The same bytes, of which the first piece holds four at least where there are so many. */
async function* fromFour(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of body) {
    if (!head) yield chunk;
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < 4) continue;
      yield head;
      head = undefined;
    }
  }
  if (head && head.length > 0) yield head;
}

const withoutMark = (head: Uint8Array): Uint8Array => (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const cp1252 = new TextDecoder('windows-1252');

/** The text of some bytes: UTF-8 where they are that, else Windows' western encoding. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  const slice = bytes.subarray(start, end);
  try {
    return utf8.decode(slice);
  } catch {
    return cp1252.decode(slice); // The only throw is for bytes that are not UTF-8.
  }
}
