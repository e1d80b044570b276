import { Refusal } from '#libs/kernel';

/** What a body may ask of a reader. */
export interface ReadingLimits {
  readonly lineBytesMax: number;
  readonly rowsMax: number;
  /** For JSON that is not one object a line, and so must be held whole. */
  readonly jsonBytesMax: number;
}

/** A mebibyte a line, fifty million rows, 64 MiB of JSON in one piece. */
export const READING_LIMITS: ReadingLimits = { lineBytesMax: 1024 * 1024, rowsMax: 50_000_000, jsonBytesMax: 64 * 1024 * 1024 };

/** The refusal of a body with more rows than allowed. */
export const tooManyRows = (max: number): Refusal =>
  new Refusal('too-many-rows', `The body has more than ${max} rows; send it in parts.`, { rowsMax: max });
