import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FolderBlobStore } from '#libs/blob-store/folder';
import { Catalogue, type FeedDefinition, type IndicatorDefinition } from '#libs/catalogue';
import type { EventStore } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Clock, Refusal } from '#libs/kernel';
import { NoFaults } from '#libs/platform';
import { ImportAreasHandler, ImportAreas } from '../../libs/catalogue/src/commands/import-areas.ts';
import { Transactions } from '../../libs/catalogue/src/commands/transact.ts';
import { defineFeed } from '../../libs/catalogue/src/domain/define-feed.ts';
import { STREAMS } from '../../libs/catalogue/src/domain/events.ts';
import type { PlainArea } from '../../libs/catalogue/src/reading/plain.ts';
import { Seeding } from '../../libs/catalogue/src/seeding.ts';
import { dataLabIndicators } from '../../libs/intake/src/formats/data-lab/indicators.ts';
import { defaultFeeds } from '../../libs/intake/src/formats/default-feeds.ts';
import { elsIndicators } from '../../libs/intake/src/formats/ons-els/indicators.ts';
import { READING_LIMITS } from '../../libs/intake/src/reading/limits.ts';
import { type RecordOrder, type Recorded, SubmissionRecorder } from '../../libs/intake/src/record-submission.ts';

const MIB = 1024 * 1024;
const author = { by: 'test', why: 'A test needs it' };

/** A clock that stands, or is moved by its test. */
export class StoppedClock {
  constructor(public moment = new Date('2026-11-01T12:00:00Z')) {}
  now(): Date {
    return this.moment;
  }
}

/** What a test's catalogue holds beside what ships. */
export interface CatalogueWish {
  readonly areaFiles?: readonly string[];
  /** Taken where the files lack them. */
  readonly areas?: readonly PlainArea[];
  readonly indicators?: readonly IndicatorDefinition[];
  readonly feeds?: readonly FeedDefinition[];
}

/** A catalogue on a log of its own: what ships, these area files, and these feeds. */
export async function catalogueOf(
  { areaFiles = [], areas = [], indicators: more = [], feeds = [] }: CatalogueWish,
  store = logInMemory(),
): Promise<Catalogue> {
  const catalogue = new Catalogue(store);
  const transactions = new Transactions(store, catalogue, new StoppedClock());
  const indicators = [...elsIndicators, ...dataLabIndicators, ...more] as readonly IndicatorDefinition[];
  await new Seeding(transactions, { indicators, feeds: defaultFeeds }).onModuleInit();
  const importer = new ImportAreasHandler(transactions);
  for (const file of areaFiles) fail(await importer.execute(new ImportAreas(readFileSync(file), author)));
  const missing = areas.filter(({ code }) => catalogue.area(code) === undefined);
  if (missing.length > 0) fail(await importer.execute(new ImportAreas(missing, author)));
  for (const feed of feeds)
    fail(await transactions.run(STREAMS.feeds, (known, at) => defineFeed({ feed, profileRefusal: undefined, ...author, at }, known)));
  await catalogue.upToDate();
  return catalogue;
}

/** A log that ends with the process. */
export const logInMemory = (clock: Clock = new StoppedClock()): EventStore => new SqliteEventStore(':memory:', clock);

/** Bodies in a temporary folder, and recorders that read them; removed at the end. */
export class Bodies {
  readonly dir = mkdtempSync(join(tmpdir(), 'floor-bodies-'));
  readonly blobs = new FolderBlobStore(join(this.dir, 'blobs'));

  constructor() {
    mkdirSync(join(this.dir, 'spool'));
  }

  /** Keeps a file, and gives an order to record it on a feed. */
  async order(file: string, feed: string, released: string): Promise<RecordOrder> {
    return this.orderOf(readFileSync(file), basename(file).replace(/\.gz$/, ''), feed, released);
  }

  async orderOf(bytes: Buffer, name: string, feed: string, released: string, more: Partial<RecordOrder> = {}): Promise<RecordOrder> {
    const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const sha256 = createHash('sha256')
      .update(gzip ? gunzipSync(bytes) : bytes)
      .digest('hex');
    const blob = `body-${sha256}`;
    await (await this.blobs.receive([bytes] as unknown as AsyncIterable<Uint8Array>)).keep(blob);
    const id = createHash('sha256').update(`${feed} ${sha256} ${released}`).digest('hex').slice(0, 24);
    const fixed = {
      profileVersion: 1,
      backfill: false,
      dryRun: false,
      by: 'test',
      received: '2026-11-01T12:00:00.000Z',
      receivedOn: '2026-11-01',
    };
    return { id, feed, sha256, blob, gzip, bytes: bytes.length, name, released, ...fixed, ...more };
  }

  recorder(
    store: EventStore,
    catalogue: Catalogue,
    more: Partial<ConstructorParameters<typeof SubmissionRecorder>[0]> = {},
  ): SubmissionRecorder {
    const bounds = { decodedBytesMax: 1024 * MIB, ratioMax: 1000 };
    const parts = {
      store,
      blobs: this.blobs,
      catalogue,
      faults: new NoFaults(),
      clock: new StoppedClock(),
      bounds,
      limits: READING_LIMITS,
      spoolDir: join(this.dir, 'spool'),
      memoryBytesMax: 64 * MIB,
    };
    return new SubmissionRecorder({ ...parts, ...more });
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** What was recorded; a refusal fails the test with its sentence. */
export function fail<T extends object>(outcome: T | Refusal): T {
  if (outcome instanceof Refusal) throw new Error(`${outcome.code}: ${outcome.detail}`);
  return outcome;
}

/** Records one after another and gives the receipts. */
export async function recordAll(recorder: SubmissionRecorder, orders: readonly RecordOrder[]): Promise<Recorded['receipt'][]> {
  const receipts: Recorded['receipt'][] = [];
  for (const order of orders) receipts.push(fail(await recorder.record(order)).receipt);
  return receipts;
}
