import { BlobStore, type Received } from '#libs/blob-store';
import type { Catalogue } from '#libs/catalogue';
import { type Append, type Appended, EventStore, type NewEvent } from '#libs/event-store';
import { LogFigures } from '#libs/figures';
import { freezeConfig, NoFaults, readConfig, type ThreadCalls } from '#libs/platform';
import { PushProgress } from '../../libs/intake/src/http/push-progress.ts';
import { ReceiveSubmission, ReceiveSubmissionHandler } from '../../libs/intake/src/receive-submission.ts';
import type { RecordOrder } from '../../libs/intake/src/record-submission.ts';
import { differencesIn } from '../faults/verified.ts';
import { Bodies, catalogueOf, fail, logInMemory, StoppedClock } from '../house/recorder.ts';

/** The error of a file system, or of SQLite, that has no room left. */
const noRoom = (code: string): Error => Object.assign(new Error(`${code}: no space left on device`), { code });

/** Passes everything on to a log until its disk is full, from the nth write on. */
class FullLog extends EventStore {
  /** Writes that still find room; `Infinity` when somebody has made some. */
  left = Infinity;

  constructor(private readonly log: EventStore) {
    super();
  }

  private write<T>(it: () => Promise<T>): Promise<T> {
    return --this.left < 0 ? Promise.reject(noRoom('SQLITE_FULL')) : it();
  }
  override append = (stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> =>
    this.write(() => this.log.append(stream, expected, events));
  override appendMany = (appends: readonly Append[]): Promise<Appended[]> => this.write(() => this.log.appendMany(appends));
  override read = this.through('read');
  override readMany = this.through('readMany');
  override versions = this.through('versions');
  override streams = this.through('streams');
  override readAll = this.through('readAll');
  override lastRecordedAt = this.through('lastRecordedAt');
  override end = this.through('end');
  override countAfter = this.through('countAfter');
  override listen = this.through('listen');
  override damage = this.through('damage');
  override close = this.through('close');

  private through<K extends keyof EventStore>(name: K): EventStore[K] {
    return ((...args: unknown[]) => (this.log[name] as (...args: unknown[]) => unknown)(...args)) as EventStore[K];
  }
}

/** A folder that is full in the middle of the first body. */
class FullFolder extends BlobStore {
  isFull = true;

  constructor(private readonly folder: BlobStore) {
    super();
  }

  override async receive(body: AsyncIterable<Uint8Array>): Promise<Received> {
    if (!this.isFull) return this.folder.receive(body);
    return this.folder.receive(
      (async function* () {
        for await (const chunk of body) {
          yield chunk.subarray(0, 10);
          throw noRoom('ENOSPC');
        }
      })(),
    );
  }
  override open = (key: string, from?: number): ReturnType<BlobStore['open']> => this.folder.open(key, from);
  override keys = (prefix: string): ReturnType<BlobStore['keys']> => this.folder.keys(prefix);
  override removeOlder = (key: string, than: Date): Promise<boolean> => this.folder.removeOlder(key, than);
  override has = (key: string): Promise<boolean> => this.folder.has(key);
  override remove = (key: string): Promise<void> => this.folder.remove(key);
  override tidy = (): Promise<void> => this.folder.tidy();
}

const AREA = 'E12000001';
const MANY = [
  'indicator,area,period,value',
  ...Array.from({ length: 60 }, (_, i) => `housing.households,${AREA},${1950 + i},${i}`),
  '',
].join('\n');

describe('a full disk', () => {
  const bodies = new Bodies();
  let catalogue: Catalogue;
  beforeAll(async () => void (catalogue = await catalogueOf({})));
  afterAll(() => bodies.remove());

  /** Everything between the request and the log, on these stores. */
  function intake(store: EventStore, blobs: BlobStore): { push(): Promise<{ receipt: { rows: { taken: number } }; first: boolean }> } {
    const clock = new StoppedClock();
    const recorder = bodies.recorder(store, catalogue, { blobs });
    const threads = { call: (_: string, __: string, order: RecordOrder) => recorder.record(order) } as unknown as ThreadCalls;
    const config = freezeConfig({ ...readConfig({ dataDir: bodies.dir }, {}) });
    const handler = new ReceiveSubmissionHandler(store, blobs, catalogue, clock, config, new NoFaults(), threads, new PushProgress(clock));
    const delivery = { feed: 'observations', released: '2024-01-01', name: 'many.csv', backfill: false, dryRun: false, by: 'test' };
    const body = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(MANY);
    };
    return { push: async () => fail(await handler.execute(new ReceiveSubmission({ ...delivery, body: body() }))) };
  }

  const values = async (store: EventStore): Promise<number> => (await LogFigures.of(store).series('housing.households', AREA)).length;

  it('while the body is kept leaves nothing, and the same file is taken once there is room', async () => {
    const store = logInMemory();
    const blobs = new FullFolder(bodies.blobs);
    const { push } = intake(store, blobs);
    await expect(push()).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await store.readAll('', 10)).toEqual([]);
    blobs.isFull = false;
    expect(await push()).toMatchObject({ first: true, receipt: { rows: { taken: 60 } } });
    expect(await values(store)).toBe(60);
    expect(await differencesIn({ events: store, bodies: blobs })).toEqual([]);
  });

  it('at any write of the log shows nothing half, and the same file is taken whole once there is room', async () => {
    const log = logInMemory();
    const all = intake(log, bodies.blobs);
    await all.push();
    const whole = (await log.readAll('', 1000)).map(({ stream, type, version }) => [stream, type, version]).sort();
    for (let room = 0; ; room++) {
      const store = new FullLog(logInMemory());
      const { push } = intake(store, bodies.blobs);
      store.left = room;
      const outcome = await push().catch((error: { code?: string }) => error.code);
      if (outcome !== 'SQLITE_FULL') {
        expect(room).toBeGreaterThan(2); // Started, registers, completed.
        break;
      }
      expect(await values(store)).toBe(0);
      store.left = Infinity;
      expect(await push()).toMatchObject({ receipt: { rows: { taken: 60 } } });
      expect(await values(store)).toBe(60);
      expect(await differencesIn({ events: store, bodies: bodies.blobs })).toEqual([]);
      const told = (await store.readAll('', 1000)).filter(({ type }) => type.startsWith('Figures') || type === 'SubmissionCompleted');
      expect(told.map(({ stream, type, version }) => (type === 'SubmissionCompleted' ? type : [stream, type, version])).length).toBe(
        whole.filter(([, type]) => String(type).startsWith('Figures') || type === 'SubmissionCompleted').length,
      );
    }
  });
});
