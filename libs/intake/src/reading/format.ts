import type { Refusal } from '#libs/kernel';
import type { CatalogueView, Feed } from '#libs/catalogue';
import type { StatementSink } from './statement-sink.js';
import type { ReadingLimits } from './limits.js';

/** What a format may know while it reads. */
export interface ReadingContext {
  readonly catalogue: CatalogueView;
  readonly feed: Feed;
  /** The file's own name, base name alone; null when none was given. */
  readonly name: string | null;
  readonly released: string;
  /** The date of receipt in Europe/London: no period may start after it. */
  readonly receivedOn: string;
  /** Keys that each row was given before its own, where it came in a message. */
  readonly added?: readonly string[];
  /** `READING_LIMITS` when left out. */
  readonly limits?: ReadingLimits;
}

/** What a whole body came to. */
export interface ReadingOutcome {
  /** Data rows read: taken + refused + ignored. */
  readonly rows: number;
  readonly taken: number;
  /** For a profile whose releases are complete: the indicators it speaks for. */
  readonly complete: readonly string[];
}

/** A way of reading bodies; one folder each. */
export interface Format {
  readonly name: string;
  /** Checks a feed's profile at its definition; the refusal says what is wrong with it. */
  checkProfile(profile: Readonly<Record<string, unknown>>): Refusal | undefined;
  /** Reads decoded bytes (gunzipped, still in their own encoding) to the end. A refusal refuses the whole body. */
  read(body: AsyncIterable<Uint8Array>, context: ReadingContext, sink: StatementSink): Promise<ReadingOutcome | Refusal>;
  /** What the file's own name says, by the profile's pattern: its release date. */
  releasedFromName?(name: string, feed: Feed): string | undefined;
}
