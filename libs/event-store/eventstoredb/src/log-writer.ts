import { type Appended, type Position, WrongVersion } from '#libs/event-store';
import type { AppendAnswer } from './append-answer.js';
import type { Connection } from './connection.js';
import { type LogReader, positionOf, versionOf } from './log-reader.js';
import type { Naming } from './naming.js';
import type { Patience } from './patience.js';
import { persist } from './persistence.js';
import type { PreparedAppend, PreparedEvent } from './prepared-append.js';
import { appendAmongOthers, appendTo, proposed } from './requests.js';
import { WireFault } from './wire-fault.js';

const UNIMPLEMENTED = 12;

/** Appends to streams. What the server says of a repeat is not relied on: its memory of ids is its best effort. */
export class LogWriter {
  /** Whether the server takes many appends over one call. */
  private takesMany = true;

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
    const before = this.given;
    let sent = 0;
    return persist(this.patience.totalMs, async () => {
      let answer: AppendAnswer | undefined;
      if (sent === 0 && this.takesMany) {
        sent++;
        answer = await this.sendAmongOthers(append);
      }
      if (answer === undefined) {
        sent++;
        answer = await this.sendAlone(append);
      }
      if ('actual' in answer) return this.settle(append, answer.actual);
      const { position } = answer;
      // An older place is that of a repeat; which of its events a server names then is its own affair.
      if (sent > 1 || position === undefined || position <= before) return this.standing(append);
      if (position > this.given) this.given = position;
      return { version: append.expected + append.events.length, position };
    });
  }

  /** Appends an event to a stream of the adapter's own, wherever that stands; gives its version. */
  keep(name: string, event: PreparedEvent, totalMs = this.patience.totalMs): Promise<number> {
    const messages = [appendTo(name, 'any'), proposed(event)];
    return persist(totalMs, async () => {
      const answer = await this.connection.append(messages, Math.min(this.patience.attemptMs, totalMs));
      if ('actual' in answer) throw new Error(`EventStoreDB refused an append to ${name} that expects nothing.`);
      return answer.version;
    });
  }

  /** Undefined where it failed in whatever way: a call of its own is told what is wrong, and where the leader is. */
  private async sendAmongOthers({ stream, expected, events }: PreparedAppend): Promise<AppendAnswer | undefined> {
    const append = appendAmongOthers(this.naming.full(stream), expected, events);
    try {
      return await this.connection.appendAmongOthers(append, this.patience.attemptMs);
    } catch (fault) {
      if (!(fault instanceof WireFault)) throw fault;
      if (fault.code === UNIMPLEMENTED) this.takesMany = false;
      return undefined;
    }
  }

  private sendAlone({ stream, expected, events }: PreparedAppend): Promise<AppendAnswer> {
    return this.connection.append([appendTo(this.naming.full(stream), expected), ...events.map(proposed)], this.patience.attemptMs);
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
