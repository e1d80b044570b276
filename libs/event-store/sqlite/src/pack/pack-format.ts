/*
 * A packed document: a version byte, a byte of flags, the text's length as a varint, the text (deflated or not), the columns.
 * The text is the document's JSON in which a string that starts with `~` stands for something else:
 * - `~` alone for an array of numbers and nulls: the next column;
 * - `~` and a number for an array of strings of that many digits: the next column as numbers;
 * - an array that starts with `~w` for an array of the words that follow: the next column has their indexes;
 * - `~~` and anything for the string without its first `~`.
 * A storage format: golden in pack.spec.ts. A change takes a new version, and `unpack` goes on reading the old ones.
 */
export const PACK_VERSION = 1;

export const DEFLATED = 1;
/** The text holds strings that stand for something else. */
export const MARKED = 2;

export const MARK = '~';
export const COLUMN = '~';
export const WORDS = MARK + 'w';

/** Shorter arrays stay in the text. */
export const COLUMN_LENGTH_MIN = 8;

/** Shorter texts are not worth the time of deflating them. */
export const DEFLATE_BYTES_MIN = 512;

/** Deeper documents could exhaust the stack, here or when read back. */
export const DEPTH_MAX = 500;
