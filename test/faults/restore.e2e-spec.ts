import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { FolderBlobStore } from '#libs/blob-store/folder';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Answer, type Push, TestHouse } from '../house/house.ts';
import { settled } from './campaign.ts';
import { prepare } from './deliveries.ts';
import { resultsCsv, streetCsv } from './made-up.ts';
import { COLLECTIONS, type Documents, differences, documentsIn, factsOf } from './read-models.ts';
import { differencesFound, differencesIn } from './verified.ts';

const root = mkdtempSync(join(tmpdir(), 'floor-restore-'));
const lived = join(root, 'lived');
const kept = join(root, 'kept');
const compiled = { NODE_COMPILE_CACHE: join(root, 'compiled') };

const results = (year: number, good: boolean): Push => ({
  feed: 'observations',
  name: `results-${year}.csv`,
  released: `${year + 1}-10-20`,
  file: Buffer.from(resultsCsv(year, good)),
});
const [firstMonth, ...otherMonths] = ['2018-05', '2018-06'].map((month) => streetCsv(month));
const street: Push = {
  feed: 'police-street',
  name: '2018-06-faultshire-street.csv',
  released: '2020-02-01',
  file: Buffer.from([firstMonth, ...otherMonths.map((text) => text.slice(text.indexOf('\n') + 1))].join('')),
};
const before = [results(2003, true), results(2004, false)];
const after = [results(2005, true), results(2006, false)];

const cameOf = (documents: Documents): Record<string, string[]> =>
  Object.fromEntries(
    COLLECTIONS.filter((name) => name !== 'judgement-history').map((name) => [
      name,
      Object.values(documents[name])
        .map((document) => JSON.stringify(factsOf(document)))
        .sort(),
    ]),
  );

/** The ids of the alerts that were told, in order. */
const told = (folder: string): string[] =>
  readFileSync(join(folder, 'alerts.ndjson'), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { id: string }).id]));

/** What a copy of the log says of its submissions: how many were started, and how many completed. */
async function submissionsIn(path: string): Promise<{ started: number; completed: number }> {
  const store = new SqliteEventStore(path, { now: () => new Date() });
  try {
    const events = await store.readAll('', 5_000, ['submission']);
    const count = (type: string): number => events.filter((event) => event.type === type).length;
    return { started: count('SubmissionStarted'), completed: count('SubmissionCompleted') };
  } finally {
    await store.close();
  }
}

/** As `sqlite3 FILE ".backup COPY"` does it, by the same function of SQLite. */
async function backUp(file: string, copy: string): Promise<void> {
  const db = new Database(join(lived, file), { readonly: true });
  try {
    await db.backup(copy);
  } finally {
    db.close();
  }
}

describe('a restore from a backup that was taken in the middle of a push', () => {
  const acknowledged: Answer[] = [];
  let house: TestHouse;
  let reference: Documents;
  let toldBefore: string[];

  beforeAll(async () => {
    mkdirSync(kept);
    house = await new TestHouse(lived, compiled).start();
    await prepare(house);
    await house.post('/v1/tokens', { role: 'go-officer', region: 'E12000001' });
    for (const push of before) acknowledged.push(await house.push(push));
    await settled(house);
    toldBefore = told(lived);
    await backUp('read.sqlite', join(kept, 'older.sqlite'));
    const underWay = house.push(street);
    underWay.catch(() => undefined); // It is awaited below; a test that fails before that says why itself.
    while ((await submissionsIn(join(lived, 'log.sqlite'))).started <= before.length) await sleep(2);
    await takeBackup();
    await underWay;
    for (const push of after) await house.push(push);
    await settled(house);
    await house.kill('SIGTERM');
    reference = documentsIn(lived);
    await backUp('read.sqlite', join(kept, 'newer.sqlite'));
  }, 60_000);

  afterEach(() => house.kill());
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** In the order of docs/operate.md: the log first, then what it names. */
  async function takeBackup(): Promise<void> {
    await backUp('log.sqlite', join(kept, 'copy.sqlite'));
    cpSync(join(lived, 'blobs'), join(kept, 'blobs'), { recursive: true });
    for (const file of ['tokens.json', 'alerts.ndjson']) copyFileSync(join(lived, file), join(kept, file));
  }

  async function restore(readModels: string | null): Promise<string> {
    const folder = mkdtempSync(join(root, 'restored-'));
    copyFileSync(join(kept, 'copy.sqlite'), join(folder, 'log.sqlite'));
    cpSync(join(kept, 'blobs'), join(folder, 'blobs'), { recursive: true });
    for (const file of ['tokens.json', 'alerts.ndjson']) copyFileSync(join(kept, file), join(folder, file));
    if (readModels !== null) copyFileSync(join(kept, readModels), join(folder, 'read.sqlite'));
    return folder;
  }

  /** Looks until health is ok, and what the pages show whenever it does not say that they are not ready. */
  async function honestUntilOk(): Promise<string[]> {
    const dishonest: string[] = [];
    for (;;) {
      const first = (await house.request('GET', '/health/ready')).body;
      const { items } = await house.get('/v1/breaches?limit=1000');
      const ofLater = items.filter((breach: Answer) => JSON.stringify(breach).includes('2006/07')).length;
      if (first.state !== 'not-ready' && ofLater > 0) dishonest.push(`${first.state} with ${ofLater} breaches of what is not in the log`);
      if (first.state === 'ok' && first.readers.every((reader: Answer) => reader.events === 0)) return dishonest;
      await sleep(house.lookMs);
    }
  }

  it('is of a log with a push that was started and not completed', async () => {
    expect(await submissionsIn(join(kept, 'copy.sqlite'))).toEqual({ started: before.length + 1, completed: before.length });
    expect(toldBefore.length).toBeGreaterThan(0);
    expect(told(lived).length).toBeGreaterThan(toldBefore.length);
  });

  it.each([
    ['without read models, as the recipe says', null],
    ['with older read models', 'older.sqlite'],
    ['with read models that are ahead of the log', 'newer.sqlite'],
  ])(
    '%s loses nothing, tells nothing twice, and says how it stands',
    async (_, readModels) => {
      const folder = await restore(readModels);
      expect(await verifiedWithoutReadModels(folder)).toEqual([]);
      house = await new TestHouse(folder, compiled).start();
      expect(await honestUntilOk()).toEqual([]);
      expect(house.output.includes('were made from another log')).toBe(readModels === 'newer.sqlite');
      await settled(house);
      for (const receipt of acknowledged) expect(await house.get(`/v1/submissions/${receipt.submission}`)).toMatchObject(factsOf(receipt));
      expect(told(folder)).toEqual(toldBefore);
      for (const push of [...before, street, ...after]) await house.push(push);
      await settled(house);
      expect((await house.get('/health/ready')).state).toBe('ok');
      await house.kill('SIGTERM');
      expect(differences(cameOf(documentsIn(folder)), cameOf(reference))).toEqual([]);
      expect(told(folder).slice(0, toldBefore.length)).toEqual(toldBefore);
      expect(new Set(told(folder)).size).toBe(told(lived).length);
      expect(told(folder)).toHaveLength(told(lived).length);
      expect(await differencesFound(folder)).toEqual([]);
    },
    60_000,
  );

  async function verifiedWithoutReadModels(folder: string): Promise<readonly string[]> {
    const events = new SqliteEventStore(join(folder, 'log.sqlite'), { now: () => new Date() });
    try {
      return await differencesIn({ events, bodies: new FolderBlobStore(join(folder, 'blobs')) });
    } finally {
      await events.close();
    }
  }
});
