/**
 * A place in the log. Opaque to everyone but the adapters, save for one promise: as text, positions
 * sort in the order of the log. The empty text is the place before the first event.
 */
export type Position = string;

export const BEGINNING: Position = '';

/** What a JSON document may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** An event about to be appended. `data` is plain JSON; its versioned shape is a storage format. */
export interface NewEvent {
  /** A UUID. Appending the same ids again is success and writes nothing. */
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** An event as the log holds it. */
export interface StoredEvent<Data = unknown> extends NewEvent {
  readonly data: Data & object;
  readonly stream: string;
  /** 1 for the first event of its stream. */
  readonly version: number;
  readonly position: Position;
  /** When the log took it, an ISO moment. */
  readonly recordedAt: string;
}

/** Where a stream ends after an append. */
export interface Appended {
  readonly version: number;
  readonly position: Position;
}

/** One stream's part of an `appendMany`. `expected` is the version the stream must be at; 0: it must not exist. */
export interface Append {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly NewEvent[];
}

/** A part of a stream: the events after version `after`, to version `to` at most. */
export interface Slice {
  readonly stream: string;
  readonly after?: number;
  readonly to?: number;
}

/** The stream is not where its writer believed. A fault to retry from a fresh read. */
export class WrongVersion extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Stream ${stream} is at version ${actual}, not ${expected}.`);
    this.name = 'WrongVersion';
  }
}

/** An event holds what JSON cannot, such as a number that is not finite: it can never be appended. */
export class NotJson extends TypeError {
  constructor(what: string) {
    super(`${what} is not JSON; an event cannot hold it.`);
    this.name = 'NotJson';
  }
}

/** An event or an append is larger than every adapter can hold: the domain must split it. */
export class TooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly bytesMax: number,
  ) {
    super(`An append to ${stream} is ${bytes} bytes long; ${bytesMax} are allowed.`);
    this.name = 'TooLarge';
  }
}

/** The bounds that every adapter keeps, counted in bytes of JSON. */
export const EVENT_BYTES_MAX = 256 * 1024;
export const APPEND_BYTES_MAX = 900 * 1024;

/** A part of the log: what stands after one position, up to another. */
export interface Stretch {
  readonly after: Position;
  readonly to: Position;
}

/** Stops following; resolves when no batch is in hand any more. */
export interface Subscription {
  stop(): Promise<void>;
}

/** A stream's category is its name up to the first `-`: `register`, `submission`, `breach` ... */
export function categoryOf(stream: string): string {
  const end = stream.indexOf('-');
  return end < 0 ? stream : stream.slice(0, end);
}

/** Where events are kept. Every adapter passes `eventStoreContract`. */
export abstract class EventStore {
  /** Appends all or nothing, durably; throws WrongVersion if the stream is not at `expected`, TooLarge beyond the bounds. */
  abstract append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended>;

  /**
   * Appends to many streams: each all or nothing, the whole not. Resolves when all are durable; when a
   * stream is not where expected it throws that WrongVersion, the others being written or not.
   */
  abstract appendMany(appends: readonly Append[]): Promise<Appended[]>;

  /** The events of a stream in order; none for a stream that does not exist. */
  abstract read(slice: Slice): Promise<StoredEvent[]>;

  /**
   * Many slices at once, answered in the order asked. Who knows that what is wanted of them stands in one stretch of the log may
   * say so: it may then be read in one go, and what stands elsewhere may be left out.
   */
  abstract readMany(slices: readonly Slice[], within?: Stretch): Promise<StoredEvent[][]>;

  /** Where each stream ends: 0 for one that does not exist. In the order asked. */
  abstract versions(streams: readonly string[]): Promise<number[]>;

  /** The names of the streams that begin with this text, in order of name. */
  abstract streams(prefix: string): Promise<string[]>;

  /** The next events after `position`, in the one order that every reader sees, of these categories (of all when none is named). */
  abstract readAll(position: Position, limit: number, categories?: readonly string[]): Promise<StoredEvent[]>;

  /** The position of the last event; BEGINNING when there is none. */
  abstract end(): Promise<Position>;

  /** When the log took its last event, an ISO moment; null when there is none. */
  abstract lastRecordedAt(): Promise<string | null>;

  /** How many events of these categories lie after `position`, for lag; counts to 100,000 at most. */
  abstract countAfter(position: Position, categories?: readonly string[]): Promise<number>;

  /**
   * Calls `onNews` whenever something of these categories may have been appended, by any process: perhaps late (under a
   * second), perhaps for nothing, never never. The caller reads on from its own position.
   */
  abstract listen(onNews: () => void, categories?: readonly string[]): Subscription;

  /** What is damaged in the log's own files, a sentence each. A server looks after its files itself, so its adapter finds none. */
  async *damage(): AsyncGenerator<string> {}

  /** The damage that was met at work since the log was opened, a sentence each that says what to do; bounded. */
  damageMet(): readonly string[] {
    return [];
  }

  abstract close(): Promise<void>;
}
