import {
  type Append,
  type Appended,
  EventStore,
  type NewEvent,
  type Position,
  type Slice,
  type StoredEvent,
  type Stretch,
  type Subscription,
} from '#libs/event-store';
import { bounded } from './bounded.js';
import type { Connection } from './connection.js';
import { Counter } from './counter.js';
import { LogReader, versionOf } from './log-reader.js';
import { LogWriter } from './log-writer.js';
import { Naming } from './naming.js';
import { News } from './news.js';
import { connect } from './opening.js';
import { PATIENCE, type Patience } from './patience.js';
import { type PreparedAppend, prepareAppend } from './prepared-append.js';
import { StreamNames } from './stream-names.js';
import { readStretch } from './stretches.js';

/** How many calls are under way at once; a server allows about a hundred on a connection. */
const CALLS_AT_ONCE = 32;

/** The log in an EventStoreDB, which several programs may share: each of its streams begins with the namespace. */
export class EventStoreDbEventStore extends EventStore {
  private readonly reader: LogReader;
  private readonly writer: LogWriter;
  private readonly names: StreamNames;
  private readonly counter: Counter;
  private readonly news: News;

  private constructor(
    private readonly connection: Connection,
    end: Position,
    private readonly naming: Naming,
    patience: Patience,
  ) {
    super();
    this.reader = new LogReader(connection, naming, patience);
    this.writer = new LogWriter(connection, this.reader, naming, patience, end);
    this.names = new StreamNames(this.reader, this.writer, naming);
    this.counter = new Counter(this.reader);
    this.news = new News(connection, naming, patience.tickMs);
  }

  /** Opens the log of a namespace once the server has answered and let us in; throws EventStoreDbUnreachable within about eight seconds. */
  static async open(connectionString: string, namespace: string, patience: Partial<Patience> = {}): Promise<EventStoreDbEventStore> {
    const naming = new Naming(namespace);
    const whole = { ...PATIENCE, ...patience };
    const { connection, end } = await connect(connectionString, naming.prefix, whole);
    return new EventStoreDbEventStore(connection, end, naming, whole);
  }

  async append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    const [appended] = await this.appendMany([{ stream, expected, events }]);
    return appended!;
  }

  async appendMany(appends: readonly Append[]): Promise<Appended[]> {
    const prepared = appends.map(prepareAppend);
    const haveBegun = await this.names.begin(prepared.filter(isBeginning).map(({ stream }) => stream));
    // Several appends to one stream are done in turn.
    const inTurn = [...Map.groupBy(prepared.keys(), (index) => prepared[index]!.stream).values()];
    const appended = new Array<Appended>(prepared.length);
    await bounded(inTurn, CALLS_AT_ONCE, async (indexes) => {
      for (const index of indexes) appended[index] = await this.writer.append(prepared[index]!);
    });
    haveBegun();
    this.news.tell();
    return appended;
  }

  read({ stream, ...part }: Slice): Promise<StoredEvent[]> {
    return this.reader.slice(this.naming.full(stream), part);
  }

  async readMany(slices: readonly Slice[], within?: Stretch): Promise<StoredEvent[][]> {
    const found = within && (await readStretch(this.reader, slices, within));
    return found ?? bounded(slices, CALLS_AT_ONCE, (slice) => this.read(slice));
  }

  versions(streams: readonly string[]): Promise<number[]> {
    return bounded(streams, CALLS_AT_ONCE, async (stream) => {
      const last = await this.reader.last(this.naming.full(stream));
      return last === undefined ? 0 : versionOf(last);
    });
  }

  streams(prefix: string): Promise<string[]> {
    return this.names.startingWith(prefix);
  }

  readAll(position: Position, limit: number, categories?: readonly string[]): Promise<StoredEvent[]> {
    return this.reader.after(position, limit, categories);
  }

  lastRecordedAt(): Promise<string | null> {
    return this.reader.lastRecordedAt();
  }

  end(): Promise<Position> {
    return this.reader.end();
  }

  countAfter(position: Position, categories?: readonly string[]): Promise<number> {
    return this.counter.countAfter(position, categories);
  }

  listen(onNews: () => void, categories: readonly string[] = []): Subscription {
    return this.news.listen(onNews, categories);
  }

  async close(): Promise<void> {
    this.news.close();
    await this.names.close();
    await this.connection.close();
  }
}

const isBeginning = ({ expected, events }: PreparedAppend): boolean => expected === 0 && events.length > 0;
