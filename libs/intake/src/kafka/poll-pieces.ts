import type { CatalogueView } from '#libs/catalogue';
import type { Message } from '#libs/kafka';
import { Refusal } from '#libs/kernel';
import { messageLine } from '../recording/message-rows.js';
import type { DeadLetter } from './dead-letters.js';
import { type MomentOfReceipt, type ObservationMessage, readObservationMessage } from './observation-message.js';

/** What a claim holds at most, so that its event and its bodies are small. */
const GATHERINGS_MAX = 50;
const BYTES_MAX = 8 * 1024 * 1024;

/** The messages that will be one submission: of one feed, released on one day. */
export interface Gathering extends Omit<ObservationMessage, 'rows'> {
  readonly first: string;
  last: string;
  /** The body: each observation a line. */
  readonly lines: string[];
}

/** Some messages of a poll, one after another, that are taken together. */
export interface Piece {
  readonly messages: readonly Message[];
  readonly gatherings: readonly Gathering[];
  readonly refused: readonly DeadLetter[];
}

/** Reads the messages of a poll, in pieces that fit a claim: mostly one. */
export function* pieces(messages: readonly Message[], when: MomentOfReceipt, catalogue: CatalogueView): Generator<Piece> {
  let piece = new Gatherer();
  for (const message of messages) {
    const read = readObservationMessage(message, when, catalogue);
    piece.add(message, read);
    if (!piece.isFull) continue;
    yield piece;
    piece = new Gatherer();
  }
  if (piece.messages.length > 0) yield piece;
}

class Gatherer implements Piece {
  readonly messages: Message[] = [];
  readonly refused: DeadLetter[] = [];
  private readonly byKey = new Map<string, Gathering>();
  private length = 0;

  get gatherings(): readonly Gathering[] {
    return [...this.byKey.values()];
  }

  get isFull(): boolean {
    return this.byKey.size === GATHERINGS_MAX || this.length >= BYTES_MAX;
  }

  add(message: Message, read: ObservationMessage | Refusal): void {
    this.messages.push(message);
    if (read instanceof Refusal) return void this.refused.push({ message, code: read.code, reason: read.detail, rows: [] });
    const { rows, ...of } = read;
    const key = `${of.feed} ${of.released}`;
    let gathering = this.byKey.get(key);
    if (!gathering) this.byKey.set(key, (gathering = { ...of, first: message.offset, last: message.offset, lines: [] }));
    gathering.last = message.offset;
    for (const row of rows) {
      const line = messageLine(message.offset, row);
      gathering.lines.push(line);
      this.length += line.length;
    }
  }
}
