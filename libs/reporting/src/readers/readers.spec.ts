import type { Catalogue, CatalogueView } from '#libs/catalogue';
import type { EventStore, StoredEvent } from '#libs/event-store';
import { SqliteEventStore } from '#libs/event-store/sqlite';
import { type Cut, LogFigures } from '#libs/figures';
import { Clock } from '#libs/kernel';
import { NoFaults } from '#libs/platform';
import { canNeverSucceed, type Parked, type Reader } from '#libs/event-feed';
import type { ReadStore } from '#libs/read-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import type { BreachStory } from '../domain/breach-story.js';
import { PageFigures } from '../page-figures.js';
import { type SeriesAnswer, ShowSeries, ShowSeriesHandler } from '../show-series.js';
import { aCatalogue, judged } from '../testing/a-story.js';
import { BREACHES, BreachesReader } from './breaches-reader.js';
import { countOpenBreaches, OPEN_BREACHES } from './count-open-breaches.js';
import { SERIES, SeriesReader } from './series-reader.js';
import { SUBMISSIONS, SubmissionsReader } from './submissions-reader.js';

class SetClock extends Clock {
  now(): Date {
    return new Date('2004-06-02T09:00:00Z');
  }
}
let n = 0;
const id = (): string => `22222222-2222-4222-8222-${String(++n).padStart(12, '0')}`;
const REGISTER = 'register-crime.burglary-E010083-2004';
const EPISODE = '11111111-1111-5111-8111-111111111111';

const none = (): undefined => undefined;
const no = (): false => false;
const noParking = { park: none, unpark: none, missedSince: none, isParked: no, isScopeParked: no, isAnyParked: no };
const catalogue = { upToDate: async () => aCatalogue } as unknown as Catalogue;

describe('the readers of reporting', () => {
  let store: EventStore;
  let read: ReadStore;
  beforeEach(async () => {
    store = new SqliteEventStore(':memory:', new SetClock());
    read = new SqliteReadStore(':memory:');
    await read.define([SUBMISSIONS, SERIES, BREACHES, OPEN_BREACHES]);
  });
  afterEach(async () => {
    await store.close();
    await read.close();
  });

  const add = async (stream: string, ...events: { type: string; data: object }[]): Promise<number> => {
    const [version] = await store.versions([stream]);
    return (
      await store.append(
        stream,
        version!,
        events.map((event) => ({ id: id(), ...event })),
      )
    ).version;
  };
  /** What was applied twice must be as what was applied once. */
  const run = async (reader: Reader): Promise<void> => {
    const events = await store.readAll('', 1000, reader.categories);
    for (let pass = 0; pass < 2; pass++) await read.write(await reader.apply(events, noParking));
  };
  const oneByOne = async (reader: Reader): Promise<void> => {
    for (const event of await store.readAll('', 1000, reader.categories))
      await read.write(await reader.apply([event] as StoredEvent[], noParking));
  };

  const push = async (submission: string, released: string, value: number, complete = true): Promise<void> => {
    const started = {
      v: 1,
      attempt: 1,
      feed: 'f',
      profileVersion: 1,
      sha256: 'x',
      blob: 'b',
      gzip: false,
      bytes: 9,
      name: 'a.csv',
      released,
      received: '2004-06-02T09:00:00Z',
      backfill: false,
      by: 'me',
    };
    await add(`submission-${submission}`, { type: 'SubmissionStarted', data: started });
    const [before] = await store.versions([REGISTER]);
    const cells = [{ period: 'M2004-05', areas: [0, 1], value: [value], status: 'final', row: [2] }];
    const data = { v: 1, submission, released, cells, ...(before === 0 ? { areas: ['97'] } : {}) };
    const after = await add(REGISTER, { type: 'FiguresRecorded', data });
    await add(`submission-${submission}`, {
      type: 'RegistersTouched',
      data: { v: 1, attempt: 1, registers: { 'crime.burglary': [['E010083-2004', before, after]] } },
    });
    if (!complete) return;
    const counts = { recorded: 1, revised: 0, confirmed: 0, dropped: 0 };
    const rows = { read: 1, taken: 1, refused: 0, ignored: 0 };
    await add(`submission-${submission}`, {
      type: 'SubmissionCompleted',
      data: {
        v: 1,
        attempt: 1,
        feed: 'f',
        released,
        received: started.received,
        backfill: false,
        rows,
        observations: counts,
        refused: {},
        ignored: {},
        notes: [],
        refusals: null,
        retryable: false,
        registers: 1,
        indicators: ['crime.burglary'],
      },
    });
  };
  const area = 'E01008397';
  const current = async (): Promise<(number | null)[]> =>
    (await new PageFigures(read).series('crime.burglary', area)).map(({ figure }) => figure.value);

  it('keep a submission from its start to its withdrawal', async () => {
    await push('s1', '2004-06-01', 41, false);
    await run(new SubmissionsReader(read));
    expect(await read.get(SUBMISSIONS.name, 's1')).toMatchObject({ state: 'started', feed: 'f', position: null });
    await push('s2', '2004-06-02', 44);
    await add('submission-s2', { type: 'SubmissionWithdrawn', data: { v: 1, why: 'wrong file', by: 'me', at: '2004-06-03' } });
    await run(new SubmissionsReader(read));
    expect(await read.get(SUBMISSIONS.name, 's2')).toMatchObject({
      state: 'withdrawn',
      rows: { read: 1 },
      position: expect.stringMatching(/./),
      withdrawn: { why: 'wrong file' },
    });
  });

  it('show a figure from its completion on, and no more after its withdrawal', async () => {
    await push('s1', '2004-06-01', 41, false);
    await run(new SeriesReader(store, read, new NoFaults()));
    expect(await current()).toEqual([]);
    await push('s2', '2004-05-01', 44);
    await run(new SeriesReader(store, read, new NoFaults()));
    expect(await current()).toEqual([44]);
    await push('s3', '2004-07-01', 47);
    await run(new SeriesReader(store, read, new NoFaults()));
    expect(await current()).toEqual([47]);
    await add('submission-s3', { type: 'SubmissionWithdrawn', data: { v: 1, why: 'wrong file', by: 'me', at: '2004-06-03' } });
    await run(new SeriesReader(store, read, new NoFaults()));
    expect(await current()).toEqual([44]);
  });

  it('show the same as the log, whether read at once or one by one, and whichever order releases came in', async () => {
    await push('s1', '2004-07-01', 47);
    await push('s2', '2004-06-01', 41);
    await push('s3', '2004-06-15', 44);
    await oneByOne(new SeriesReader(store, read, new NoFaults()));
    const bit = await new PageFigures(read).series('crime.burglary', area);
    await run(new SeriesReader(store, read, new NoFaults()));
    expect(await new PageFigures(read).series('crime.burglary', area)).toEqual(bit);
    expect(bit).toEqual(await LogFigures.of(store).series('crime.burglary', area));
    expect(await current()).toEqual([47]);
  });

  it('show what stands now of a submission that is retried, whatever came since', async () => {
    const reader = new SeriesReader(store, read, new NoFaults());
    await push('s1', '2004-06-01', 41);
    await push('s2', '2004-07-01', 47);
    await oneByOne(reader);
    await read.drop([SERIES.name], []); // As if the first had been parked.
    const item = { reader: 'series', stream: 'submission-s1', scope: '' } as Parked;
    const event = (await store.read({ stream: item.stream })).at(-1)!;
    await add('parking-series', { type: 'ParkedItemRetried', data: {} });
    await read.write(await reader.retry({ item, event, request: (await store.read({ stream: 'parking-series' }))[0]! }));
    expect(await current()).toEqual([47]);
    expect(await new PageFigures(read).series('crime.burglary', area)).toEqual(await LogFigures.of(store).series('crime.burglary', area));
  });

  it('park an event of an alert whose breach is parked, and wait for nothing (design 4.10)', async () => {
    await add(`alert-${EPISODE}-confirmed-E12000001`, { type: 'AlertSent', data: { v: 1, channel: 'log', at: '' } });
    const fault: unknown = await oneByOne(new BreachesReader(read, catalogue)).catch((error: unknown) => error);
    expect([canNeverSucceed(fault), String(fault)]).toEqual([true, expect.stringContaining('may be parked')]);
  });

  it('answer asOf with the catalogue as it was then: a recode of today finds no figure of before it', async () => {
    await push('s1', '2004-06-01', 41);
    const then = await store.end();
    const recoded = 'E01008399';
    const view = (codesOf: (code: string) => string[]): CatalogueView =>
      ({ ...aCatalogue, indicator: () => ({ derived: null }), area: () => ({}), codesOf }) as unknown as CatalogueView;
    const today = view((code) => [code, area]);
    const earlier = view((code) => [code]);
    const dated = { upToDate: async () => today, asOf: async () => earlier, asOfMoment: async () => earlier } as unknown as Catalogue;
    const series = new ShowSeriesHandler(store, read, dated);
    const values = async (cut: Cut): Promise<unknown> => {
      const answer = await series.execute(new ShowSeries('crime.burglary', recoded, '', cut));
      return (answer as SeriesAnswer).observations.map(({ value }) => value);
    };
    expect(await values({ releasedBy: '2004-06-30' })).toEqual([41]);
    expect([await values({ position: then }), await values({ moment: '2004-06-30T00:00:00Z' })]).toEqual([[], []]);
  });

  it('tell an episode as one story, with its alert', async () => {
    const trigger = { event: id(), position: 'p1', submission: 's1', date: '2004-06-01' };
    const step = (k: number): object => ({ v: 1, episode: EPISODE, judgement: judged('E08000021', 'breach', k), trigger });
    await add(
      'breach-C00.floor-E08000021',
      { type: 'BreachSuspected', data: step(3) },
      { type: 'BreachConfirmed', data: { ...step(4), by: '99.8' } },
    );
    const due = {
      v: 1,
      alert: 'a1',
      episode: EPISODE,
      step: 'confirmed',
      recipient: 'E12000001',
      breach: {},
      story: {},
      dueAt: '2004-06-02T09:00:00Z',
    };
    await add(
      `alert-${EPISODE}-confirmed-E12000001`,
      { type: 'AlertDue', data: due },
      { type: 'AlertSent', data: { v: 1, channel: 'log', at: '2004-06-02T09:00:01Z' } },
    );
    await add('breach-C00.floor-E08000021', { type: 'BreachWithdrawn', data: step(4) });
    await run(new BreachesReader(read, catalogue));
    const story = await read.get<BreachStory>(BREACHES.name, EPISODE);
    expect(story).toMatchObject({
      state: 'withdrawn',
      region: 'E12000001',
      lsp: 'E08000021',
      firstPeriod: '2001-02',
      lastPeriod: '2002-03',
      clearedAt: null,
    });
    expect(story!.steps.map(({ step }) => step)).toEqual(['suspected', 'confirmed', 'withdrawn']);
    expect(story!.alerts).toMatchObject([{ recipient: 'E12000001', state: 'sent' }]);
    await oneByOne(new BreachesReader(read, catalogue));
    expect(await read.get(BREACHES.name, EPISODE)).toEqual(story);
  });

  it('let a breach follow its area into another region, as a rebuild would, whatever comes first', async () => {
    let region = 'E12000001';
    const parentOf = (_: string, type: string): string | undefined => (type === 'region' ? region : undefined);
    const moving = { upToDate: async () => ({ ...aCatalogue, parentOf }) } as unknown as Catalogue;
    const stories = async () => ({
      breach: await read.get<BreachStory>(BREACHES.name, EPISODE),
      open: (await read.find(OPEN_BREACHES.name, { limit: 9 })).items,
    });
    const judgement = { target: 'C00', element: 'floor', theme: 'crime', indicator: 'i', area: 'E08000021', period: '2001-02' };
    const periods = { periodStart: '2001-04-01', periodEnd: '2002-04-01' };
    const trigger = { event: id(), position: 'p', submission: 's', date: '2004-06-02' };
    const data = { v: 1, episode: EPISODE, judgement: { ...judgement, ...periods, certainty: '95', cause: 'first' }, trigger };
    await add('breach-C00.floor-E08000021', { type: 'BreachSuspected', data });
    await run(new BreachesReader(read, moving));
    expect(await stories()).toMatchObject({ breach: { region: 'E12000001' }, open: [{ region: 'E12000001' }] });
    region = 'E12000002';
    await add('catalogue-areas', { type: 'AreasImported', data: { v: 1 } });
    await oneByOne(new BreachesReader(read, moving));
    const stood = await stories();
    expect(stood).toMatchObject({ breach: { region: 'E12000002' }, open: [{ region: 'E12000002' }] });
    await read.drop([BREACHES.name, OPEN_BREACHES.name], []);
    await run(new BreachesReader(read, moving));
    expect(await stories()).toEqual(stood);
    await add('breach-C00.floor-E08000021', { type: 'BreachWithdrawn', data: { ...data, trigger: { ...trigger, event: id() } } });
    await run(new BreachesReader(read, moving));
    expect(await stories()).toMatchObject({ breach: { state: 'withdrawn', region: 'E12000002' }, open: [] });
  });

  it('count the open breaches of each partnership by theme and state, and forget them with their end', async () => {
    const trigger = { event: id(), position: 'p1', submission: 's1', date: '2004-06-01' };
    const step = (episode: string, area: string): object => ({ v: 1, episode, judgement: judged(area, 'breach', 3), trigger });
    const OTHER = '11111111-1111-5111-8111-222222222222';
    await add('breach-C00.floor-E08000021', { type: 'BreachSuspected', data: step(EPISODE, 'E08000021') });
    await add('breach-C00.floor-E01008397', { type: 'BreachConfirmed', data: { ...step(OTHER, 'E01008397'), by: '99.8' } });
    await run(new BreachesReader(read, catalogue));
    const counted = (): Promise<object | undefined> => read.get(OPEN_BREACHES.name, 'E08000021');
    expect(await counted()).toEqual({
      id: 'E08000021',
      lsp: 'E08000021',
      region: 'E12000001',
      themes: { crime: { suspected: 1, confirmed: 1 } },
    });
    await add('breach-C00.floor-E08000021', { type: 'BreachRecovering', data: step(EPISODE, 'E08000021') });
    await add('breach-C00.floor-E01008397', { type: 'BreachCleared', data: step(OTHER, 'E01008397') });
    await oneByOne(new BreachesReader(read, catalogue));
    expect(await counted()).toMatchObject({ themes: { crime: { recovering: 1 } } });
    await add('breach-C00.floor-E08000021', { type: 'BreachWithdrawn', data: step(EPISODE, 'E08000021') });
    await run(new BreachesReader(read, catalogue));
    expect(await counted()).toBeUndefined();
  });

  it('count everywhere upon a move: an episode that stands in its new place already does not tell where it lay', async () => {
    const left = { id: 'E08000037', lsp: 'E08000037', region: 'E12000001', themes: { crime: { confirmed: 1 } } };
    await read.write({ puts: [{ collection: OPEN_BREACHES.name, id: left.id, body: left }] });
    expect(await countOpenBreaches(read, BREACHES.name, { moved: [], everywhere: true })).toEqual({
      puts: [],
      removes: [{ collection: OPEN_BREACHES.name, id: left.id }],
    });
    expect(await countOpenBreaches(read, BREACHES.name, { moved: [], everywhere: false })).toEqual({ puts: [], removes: [] });
  });
});
