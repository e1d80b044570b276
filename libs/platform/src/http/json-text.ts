import { Refusal } from '#libs/kernel';

/** What a JSON text may hold; looked at before it is parsed, so that whatever walks it takes bounded time and stack. */
export interface JsonBounds {
  /** How deep lists and objects may be nested. */
  readonly levelsMax: number;
  /** How many members and list items it may hold, at all levels together. */
  readonly valuesMax: number;
}

/** The value of a JSON text in UTF-8; a Refusal where it is none, or is beyond the bounds. */
export function parseJson(bytes: Uint8Array, bounds: JsonBounds): unknown {
  const beyond = beyondBounds(bytes, bounds);
  if (beyond !== undefined) return beyond;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return new Refusal('unreadable-json', 'The body is not JSON in UTF-8.');
  }
}

/** Counts brackets and commas outside texts, in one pass. */
function beyondBounds(json: Uint8Array, { levelsMax, valuesMax }: JsonBounds): Refusal | undefined {
  let level = 0;
  let values = 1;
  let inText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (inText && byte === BACKSLASH) at++;
    else if (byte === QUOTE) inText = !inText;
    else if (!inText) {
      const step = stepOf(byte);
      level += step;
      if (step > 0 || byte === COMMA) values++;
    }
    if (level > levelsMax) return new Refusal('json-too-deep', `The JSON is nested more than ${levelsMax} levels deep.`);
    if (values > valuesMax) return new Refusal('json-too-long', `The JSON holds more than ${valuesMax} values; send it in parts.`);
  }
  return undefined;
}

/** How much deeper the text is after this byte. */
function stepOf(byte: number | undefined): number {
  if (byte === OPEN_OBJECT || byte === OPEN_LIST) return 1;
  return byte === CLOSE_OBJECT || byte === CLOSE_LIST ? -1 : 0;
}

const [BACKSLASH, QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COMMA] = Buffer.from('\\"{}[],');
