import { type Appended, type Position, WrongVersion } from '#libs/event-store';
import type { Connection } from './connection.js';
import { type LogReader, positionOf, versionOf } from './log-reader.js';
import type { Naming } from './naming.js';
import type { Patience } from './patience.js';
import { persist } from './persistence.js';
import { positionText } from './positions.js';
import type { PreparedAppend, PreparedEvent } from './prepared-append.js';
import { appendTo, proposed } from './requests.js';

/** Appends to streams. What the server says of a repeat is not relied on: its memory of ids is its best effort. */
export class LogWriter {
  /** `given` is the greatest position that an event was given so far: a new one cannot be given a smaller. */
  constructor(
    private readonly connection: Connection,
    private readonly reader: LogReader,
    private readonly naming: Naming,
    private readonly patience: Patience,
    private given: Position,
  ) {}

  /** Appends all or nothing; after a call whose end is not known, the same is sent again until it is known what stands. */
  append(append: PreparedAppend): Promise<Appended> {
    if (append.events.length === 0) return this.nothing(append);
    const messages = [appendTo(this.naming.full(append.stream), append.expected), ...append.events.map(proposed)];
    const before = this.given;
    let isFirst = true;
    return persist(this.patience.totalMs, async () => {
      const isRepeat = !isFirst;
      isFirst = false;
      const answer = await this.connection.append(messages, this.patience.attemptMs);
      const success = answer.getSuccess();
      if (success === undefined) return this.settle(append, versionIn(answer));
      const place = success.getPosition();
      const position = place && positionText(place.getCommitPosition(), place.getPreparePosition());
      // An older place is that of a repeat; which of its events a server names then is its own affair.
      if (isRepeat || position === undefined || position <= before) return this.standing(append);
      if (position > this.given) this.given = position;
      return { version: append.expected + append.events.length, position };
    });
  }

  /** Appends an event to a stream of the adapter's own, wherever that stands; gives its version. */
  keep(name: string, event: PreparedEvent, totalMs = this.patience.totalMs): Promise<number> {
    const messages = [appendTo(name, 'any'), proposed(event)];
    return persist(totalMs, async () => {
      const answer = await this.connection.append(messages, Math.min(this.patience.attemptMs, totalMs));
      return Number(answer.getSuccess()!.getCurrentRevision()) + 1;
    });
  }

  /** A stream that is elsewhere: with these very events, if they were written before. */
  private async settle(append: PreparedAppend, actual: number): Promise<Appended> {
    const { stream, expected, events } = append;
    const written = actual >= expected + events.length ? await this.writtenBefore(append) : undefined;
    if (written === undefined) throw new WrongVersion(stream, expected, actual);
    return written;
  }

  /** What the server says is written. */
  private async standing(append: PreparedAppend): Promise<Appended> {
    const written = await this.writtenBefore(append);
    if (written === undefined) throw new Error(`EventStoreDB took an append to ${append.stream} that is not in the stream.`);
    return written;
  }

  /** What the first append of these very events gave, if they stand where they would be written now. */
  private async writtenBefore({ stream, expected, events }: PreparedAppend): Promise<Appended | undefined> {
    const there = await this.reader.slice(this.naming.full(stream), { after: expected, to: expected + events.length });
    const isSame = there.length === events.length && events.every(({ id }, i) => there[i]!.id === id);
    return isSame ? { version: there.at(-1)!.version, position: there.at(-1)!.position } : undefined;
  }

  private async nothing({ stream, expected }: PreparedAppend): Promise<Appended> {
    const last = await this.reader.last(this.naming.full(stream));
    const actual = last === undefined ? 0 : versionOf(last);
    if (actual !== expected) throw new WrongVersion(stream, expected, actual);
    return { version: actual, position: last === undefined ? '' : positionOf(last) };
  }
}

function versionIn(answer: Awaited<ReturnType<Connection['append']>>): number {
  const wrong = answer.getWrongExpectedVersion()!;
  return wrong.hasCurrentRevision() ? Number(wrong.getCurrentRevision()) + 1 : 0;
}
