import { EventFeed, ParkedItems } from '#libs/event-feed';
import { financialYears } from '#libs/kernel';
import { JUDGED_SUBMISSIONS, type JudgedSubmission } from './pages.js';
import { c00, ENGLAND, GATESHEAD, NEWCASTLE, rate, stepsOf } from './testing/c00.js';
import { element } from './testing/evidence.js';
import { type Poison, poison } from './testing/poison.js';
import type { Scene } from './testing/scene.js';

const NOON = { now: () => new Date('2004-05-01T12:00:00.000Z') };
const [Y2001, Y2002, Y2003] = [financialYears(2001), financialYears(2002), financialYears(2003)];
const WANSBECK = 'E07000162';
const AREA = `C00.floor|${NEWCASTLE}`;

/** A scene that is read by a running feed, and where people decide about what it has parked. */
class Running {
  private constructor(
    readonly scene: Scene,
    readonly poison: Poison,
    private readonly feed: EventFeed,
    private readonly items: ParkedItems,
  ) {}

  static async with(of: Parameters<typeof c00>[0], ...poisoned: string[]): Promise<Running> {
    const scene = await c00(of);
    const made = await poison(scene, ...poisoned);
    const { error } = made;
    made.error = null; // The definitions can be judged upon.
    const feed = new EventFeed(scene.log, scene.documents, NOON);
    await feed.start([scene.reader]);
    const running = new Running(scene, made, feed, new ParkedItems(scene.log, scene.documents, NOON));
    await running.settle();
    made.error = error;
    return running;
  }

  async settle(): Promise<void> {
    expect(await this.feed.caughtUp(await this.scene.log.end(), 5_000)).toBe(true);
  }

  async parked(): Promise<string[]> {
    const { items } = await this.scene.documents.find<{ scope: string }>('parked', { limit: 100 });
    return items.map(({ scope }) => scope);
  }

  async retry(submission: string, scope: string): Promise<string | undefined> {
    return (await this.items.retry({ reader: 'assessment', stream: `submission-${submission}`, scope }, 'Ann'))?.state;
  }

  async rebuild(): Promise<void> {
    await this.feed.rebuild();
    await this.settle();
  }

  async close(): Promise<void> {
    await this.feed.stop();
    await this.scene.log.close();
    await this.scene.documents.close();
  }
}

const floor = { kind: 'floor', indicator: 'crime.rate', polarity: 'lower', areas: 'nrf', floor: 50 } as const;

describe('what is parked of an element is retried alone (design 4.10)', () => {
  let on: Running;
  afterEach(() => on.close());
  const cell = async (area: string, year = Y2003) => (await on.scene.page('C00', 'floor', year))?.areas[area];

  it('in one area: what was missed opens once, and nothing else is judged again', async () => {
    on = await Running.with(floor, NEWCASTLE);
    const submission = await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600), [GATESHEAD]: rate(1700) });
    await on.settle();
    expect(await on.parked()).toEqual([AREA]);
    const gateshead = await cell(GATESHEAD);
    on.poison.error = null;
    expect(await on.retry(submission, AREA)).toBe('applied');
    expect([await on.parked(), await cell(GATESHEAD)]).toEqual([[], gateshead]);
    expect(await cell(NEWCASTLE)).toMatchObject({ outcome: 'breach' });
    expect(await on.scene.latest('C00', 'floor', NEWCASTLE)).toMatchObject({ outcome: 'breach' });
    expect((await on.scene.breaches()).map(({ stream, data }) => [stream.slice(-9), data.trigger.submission])).toEqual([
      [GATESHEAD, submission],
      [NEWCASTLE, submission],
    ]);
    await on.rebuild();
    expect(await stepsOf(on.scene)).toEqual(['Confirmed', 'Confirmed']);
    const judged = await on.scene.documents.get<JudgedSubmission>(JUDGED_SUBMISSIONS.name, submission);
    expect(judged?.elements).toEqual([{ target: 'C00', element: 'floor', areas: 2 }]);
  });

  it('and what fails again stays parked, with the documents that a rebuild gives', async () => {
    on = await Running.with(floor, NEWCASTLE);
    const submission = await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600), [GATESHEAD]: rate(1700) });
    await on.settle();
    expect(await on.retry(submission, AREA)).toBe('parked');
    const stood = await on.scene.everything();
    await on.rebuild();
    expect([await on.scene.everything(), await on.parked()]).toEqual([stood, [AREA]]);
  });

  it('as a whole where the figure that all are compared with failed', async () => {
    on = await Running.with({}, ENGLAND);
    await on.scene.deliver('crime.rate', Y2003, { [ENGLAND]: rate(18, 1000) });
    const submission = await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600), [GATESHEAD]: rate(1700) });
    await on.settle();
    const [first] = (await on.scene.documents.find<{ stream: string; scope: string }>('parked', { limit: 10 })).items;
    expect(first!.scope).toBe('C00.floor');
    on.poison.error = null;
    expect(await on.retry(first!.stream.slice('submission-'.length), 'C00.floor')).toBe('applied');
    expect([await cell(NEWCASTLE), await cell(GATESHEAD)]).toMatchObject([{ outcome: 'breach' }, { outcome: 'breach' }]);
    expect(await stepsOf(on.scene)).toEqual(['Confirmed', 'Confirmed']);
    expect(submission).toBeDefined();
  });

  it('with all that was missed since: a delivery behind the one that was parked opens its breach too', async () => {
    on = await Running.with(floor, NEWCASTLE);
    const first = await on.scene.deliver('crime.rate', Y2001, { [NEWCASTLE]: rate(1) });
    // Years old by now: only that it is spoken of makes it news.
    await on.scene.deliver('crime.rate', Y2002, { [NEWCASTLE]: rate(1600) });
    await on.settle();
    on.poison.error = null;
    expect(await on.retry(first, AREA)).toBe('applied');
    expect(await stepsOf(on.scene)).toEqual(['Confirmed']);
  });

  it('and a backfill that was missed opens nothing', async () => {
    on = await Running.with(floor, NEWCASTLE);
    const submission = await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600) }, { backfill: true });
    await on.settle();
    on.poison.error = null;
    expect(await on.retry(submission, AREA)).toBe('applied');
    expect([await stepsOf(on.scene), (await cell(NEWCASTLE))?.outcome]).toEqual([[], 'breach']);
  });
});

describe('an event that reaches what is parked judges all of it that was missed', () => {
  let on: Running;
  afterEach(() => on.close());

  it('also the areas of a parked element that it does not touch', async () => {
    on = await Running.with({}, ENGLAND);
    const { error } = on.poison;
    on.poison.error = null;
    await on.scene.group('nrf', [NEWCASTLE, WANSBECK]);
    await on.scene.deliver('crime.rate', Y2003, { [ENGLAND]: rate(18, 1000) });
    await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1), [WANSBECK]: rate(1) });
    await on.settle();
    on.poison.error = error;
    await on.scene.deliver('crime.rate', Y2003, { [WANSBECK]: rate(1700) });
    await on.settle();
    on.poison.error = null;
    await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600) });
    await on.settle();
    expect(await on.parked()).toEqual([]);
    expect((await on.scene.page('C00', 'floor', Y2003, 'E070001'))?.areas[WANSBECK]).toMatchObject({ outcome: 'breach' });
  });

  it.each([
    ['normal', false],
    ['backfill', true],
  ])('and a %s delivery of another period opens what was missed, however old; a missed backfill opens nothing', async (_, backfill) => {
    on = await Running.with({ ...floor, areas: 'all' }, NEWCASTLE, GATESHEAD);
    await on.scene.group('all', [NEWCASTLE, GATESHEAD]);
    await on.scene.deliver('crime.rate', Y2002, { [NEWCASTLE]: rate(1600) });
    await on.scene.deliver('crime.rate', Y2002, { [GATESHEAD]: rate(1600) }, { backfill: true });
    await on.settle();
    expect(await on.parked()).toHaveLength(2);
    on.poison.error = null;
    await on.scene.deliver('crime.rate', Y2001, { [NEWCASTLE]: rate(1), [GATESHEAD]: rate(1) }, { backfill });
    await on.settle();
    expect([await on.parked(), (await on.scene.breaches()).map(({ stream }) => stream.slice(-9))]).toEqual([[], [NEWCASTLE]]);
    await on.rebuild();
    expect(await stepsOf(on.scene)).toEqual(['Confirmed']);
  });

  it('also the periods of a parked area that it does not touch', async () => {
    on = await Running.with(floor, NEWCASTLE);
    await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600), [GATESHEAD]: rate(1) });
    await on.settle();
    on.poison.error = null;
    await on.scene.deliver('crime.rate', Y2001, { [NEWCASTLE]: rate(1) });
    await on.settle();
    expect(await on.parked()).toEqual([]);
    expect((await on.scene.page('C00', 'floor', Y2003))?.areas[NEWCASTLE]).toMatchObject({ outcome: 'breach' });
  });
});

it('an element is known by its code, whatever its parked scope is called', async () => {
  const on = await Running.with(floor, NEWCASTLE);
  await on.scene.target('OTHER', [element(floor)]);
  const submission = await on.scene.deliver('crime.rate', Y2003, { [NEWCASTLE]: rate(1600) });
  await on.settle();
  expect((await on.parked()).sort()).toEqual([AREA, `OTHER.floor|${NEWCASTLE}`]);
  on.poison.error = null;
  await on.retry(submission, AREA);
  expect(await on.parked()).toEqual([`OTHER.floor|${NEWCASTLE}`]);
  await on.close();
});
