import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type AnyBody, anyBody, bytesOf } from '../house/any-body.ts';
import { type AnyFeed, anyFeed, asJson, INDICATORS } from '../house/any-profile.ts';
import { helpful } from '../house/bad-house.ts';
import { type Answer, inParallel, type Push, type Reply, TestHouse } from '../house/house.ts';
import { differencesFound } from './verified.ts';
import { isGone } from './watch.ts';

/** One delivery on the feed of the round, or on one that ships. */
interface AnyPush extends Pick<Push, 'name' | 'released' | 'backfill' | 'dryRun'> {
  readonly body: AnyBody;
  readonly isOfItsFeed: boolean;
}

/** A feed that is defined, and what is pushed to it. */
interface Fed {
  readonly feed: AnyFeed;
  readonly pushes: readonly AnyPush[];
}

/** Some feeds, and when the application is killed: after all pushes, or so long after the first. */
export interface Round {
  readonly feeds: readonly Fed[];
  readonly killedAfterMs: number | null;
}

const push = (format: string): fc.Arbitrary<AnyPush> =>
  fc.record(
    {
      body: anyBody(format),
      isOfItsFeed: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      name: fc.constantFrom(
        'a_2024-05-31_b.csv',
        '2020-05-northumbria-street.csv',
        '2020-05-any-force-street.csv',
        'a-'.repeat(120),
        '../x',
        'é\u0001.csv',
      ),
      released: fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom('2024-05-31', '2024-06-01', '2020-06-30') },
        { weight: 1, arbitrary: fc.constantFrom('2024-02-30', '2999-01-01', '0000-01-01', '0001-01-01') },
      ),
      backfill: fc.boolean(),
      dryRun: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    },
    { requiredKeys: ['body', 'isOfItsFeed'] },
  );
const fed: fc.Arbitrary<Fed> = anyFeed.chain((feed) =>
  fc.record({ feed: fc.constant(feed), pushes: fc.array(push(feed.format), { minLength: 2, maxLength: 5 }) }),
);

export const anyRound: fc.Arbitrary<Round> = fc.record({
  feeds: fc.array(fed, { minLength: 2, maxLength: 4 }),
  killedAfterMs: fc.oneof(fc.constant(null), fc.nat(1_000)),
});

/** So many feeds are defined, and later anew. */
const FEEDS = 7;
const ENDED_WITHIN_MS = 20_000;
const REGION = 'E12000001';
const AREAS = ['E08000037', 'E08000024', REGION, 'E92000001'];
const indicator = {
  ...{ name: 'Made up', theme: 'crime', measure: 'count', per: 1, behaviour: 'flow', polarity: 'lower', frequency: 'month' },
  ...{ decimals: 1, lagDays: 800, why: 'A test' },
};
const indicators: readonly object[] = [
  { code: 'known.count', frequency: 'calendar' },
  { code: 'any.count' },
  { code: 'any.homes', behaviour: 'stock' },
  { code: 'any.rate', measure: 'rate', per: 1_000, frequency: 'financial' },
  { code: 'any.share', measure: 'proportion', per: 100, frequency: 'academic' },
  { code: 'any.mean', measure: 'mean', frequency: 'quarter', behaviour: 'stock' },
  { code: 'any.index', measure: 'index', frequency: 'calendar', behaviour: 'stock' },
  { code: 'any.standardised', measure: 'standardised-rate', per: 100_000, frequency: 'rolling', behaviour: 'rolling' },
  { code: 'any.day', frequency: 'day' },
  {
    code: 'any.derived',
    measure: 'rate',
    per: 1_000,
    derived: { rate: { numerator: 'any.count', denominator: 'any.homes', denominatorPeriod: 'same' } },
  },
  { code: 'any.parts', derived: { sumOfParts: { of: 'any.count', level: 'district' } } },
  { code: 'any.year', frequency: 'calendar', derived: { sumOver: { of: 'any.count', kind: 'calendar' } } },
];
const element = { polarity: 'lower', areas: 'any-areas' };
const elements: readonly object[] = [
  { ...element, code: 'floor', kind: 'floor', indicator: 'any.index', floor: 38 },
  { ...element, code: 'multiple', kind: 'multiple-of-national', indicator: 'any.derived', multiple: 3, national: 'E92000001' },
  { ...element, code: 'cut', kind: 'reduction', indicator: 'any.rate', percent: 25, baseline: { period: '2003-04' }, until: '2010-11' },
  { ...element, code: 'parts', kind: 'floor', indicator: 'any.parts', floor: 5 },
];

/** An application on a folder of its own whose feeds may be any, and that is killed and started again. */
export class AnyFeedApp {
  private app: TestHouse;
  private rounds = 0;
  /** How pushes ended, by the status of the answer. */
  readonly tally: Record<string, number> = {};

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.app = new TestHouse(folder, { NODE_COMPILE_CACHE: join(folder, '..', 'compiled') });
  }

  /** Starts it on an empty folder, with areas, an indicator of each measure, and a target that judges them. */
  async prepare(): Promise<this> {
    await this.app.start();
    const districts = ['E08000037,Gateshead', 'E08000024,Sunderland'].map((one) => `${one},district,${REGION},,`);
    const force = ['E23000007,Northumbria,police-force-area,E92000001,,', 'E01008397,A small area,lsoa,E08000037,,'];
    const csv = ['code,name,type,parent,from,until', ...districts, ...force, ''].join('\n');
    await must(this.app.request('POST', '/v1/areas?name=areas.csv', { body: csv, headers: { 'content-type': 'text/csv' } }));
    for (const one of indicators) await this.app.post('/v1/indicators', { ...indicator, ...one });
    await this.app.post('/v1/groups', { code: 'any-areas', name: 'Any', areas: AREAS.slice(0, 2), at: '2010-01-01', why: 'A test' });
    const said = { title: 'Any', theme: 'crime', department: 'Made up', sentence: 'Any floor', technicalNote: 'Made up.', why: 'A test' };
    await this.app.post('/v1/targets', { code: 'any', ...said, elements });
    await this.known();
    return this;
  }

  /** Defines the feeds, pushes, is killed, starts again; throws where anything is not as it must be. */
  async round({ feeds, killedAfterMs }: Round): Promise<void> {
    this.rounds++;
    const pushes: (() => Promise<Reply | undefined>)[] = [];
    for (const [i, { feed, pushes: some }] of feeds.entries()) {
      const code = await this.define(`any-${(this.rounds + i) % FEEDS}`, feed);
      pushes.push(...some.map((one) => () => this.push(code, feed, one)));
    }
    const all = inParallel(pushes, (one) => one());
    if (killedAfterMs === null) await all;
    else await Promise.race([all, sleep(killedAfterMs)]);
    await this.app.kill();
    const replies = await all;
    await this.app.start();
    await this.known();
    await this.everyPushHasEnded();
    for (const reply of replies) if (reply) await this.isAsAnswered(reply);
    await this.everythingIsShown();
  }

  /** Ends it, and looks through the folder. */
  async end(): Promise<void> {
    await this.app.kill('SIGTERM');
    expect(await differencesFound(this.folder)).toEqual([]);
  }

  kill(): Promise<number | null> {
    return this.app.kill();
  }

  get output(): string {
    return this.app.output;
  }

  /** The code of the feed where it is taken; of one that ships where it is refused, with a sentence. */
  private async define(code: string, { format, profile, indicators: patterns, areas }: AnyFeed): Promise<string> {
    const body = asJson({ code, format, profile, indicators: patterns, areas, name: 'Any', owner: 'Nobody', why: 'A test' });
    const reply = await this.app.request('POST', '/v1/feeds', { body, headers: { 'content-type': 'application/json' } });
    this.count('feeds', reply);
    if (reply.status < 300) return code;
    if (reply.status !== 400 && reply.status !== 422) throw new Error(`A feed is answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    expect(reply.body.detail).toMatch(helpful);
    return ['data-lab', 'ons-els', 'police-street'].includes(format) ? format : 'observations';
  }

  /** Undefined where the application was killed before it answered. */
  private async push(code: string, feed: AnyFeed, { body, isOfItsFeed, ...more }: AnyPush): Promise<Reply | undefined> {
    const file = bytesOf(body, code.startsWith('any-') ? feed : { ...feed, profile: {} });
    try {
      const reply = await this.app.tryPush({ feed: isOfItsFeed ? code : 'observations', file, ...more });
      this.count('pushes', reply);
      return reply;
    } catch (error) {
      if (!isGone(error)) throw error;
      return undefined;
    }
  }

  private count(what: string, { status, body }: Reply): void {
    const key = `${what} ${status}${status >= 300 ? ` ${(body as Answer)?.code}` : ''}`;
    this.tally[key] = (this.tally[key] ?? 0) + 1;
  }

  /** A push on a feed that ships is taken and shown. */
  private async known(): Promise<void> {
    const year = String(1000 + this.rounds);
    const file = Buffer.from(`indicator,area,period,value\nknown.count,E08000024,${year},${this.rounds}\n`);
    const receipt = await this.app.push({ feed: 'observations', file, released: '2024-06-01' });
    expect(receipt.rows).toEqual({ read: 1, taken: 1, refused: 0, ignored: 0 });
    await this.app.caughtUp();
    const { observations } = await this.app.get('/v1/series/known.count/E08000024');
    expect(observations.find(({ period }: Answer) => period === year)).toMatchObject({ value: this.rounds });
  }

  /** Whatever was begun is completed or failed, and nothing stands in the way of anything. */
  private async everyPushHasEnded(): Promise<void> {
    for (const until = Date.now() + ENDED_WITHIN_MS; ; await sleep(50)) {
      const open = (await this.submissions()).filter(({ state }) => state !== 'completed' && state !== 'failed');
      if (open.length === 0) break;
      if (Date.now() > until) throw new Error(`Submissions are left open: ${JSON.stringify(open)}\n${this.output}`);
    }
    await this.app.caughtUp();
    const { issues } = (await this.app.request('GET', '/health/ready')).body;
    expect(issues.filter(({ code }: Answer) => code !== 'submission-failed')).toEqual([]);
    expect((await this.app.get('/v1/projections/parked')).items).toEqual([]);
    for (const { state, failed } of await this.submissions()) if (state === 'failed') expect(failed.detail).not.toContain('throws');
  }

  private async submissions(): Promise<Answer[]> {
    return (await this.app.get('/v1/submissions?limit=1000')).items;
  }

  /** Recorded, with sums that add up, as its page and its receipt say too; refused with a sentence; or failed, and kept. */
  private async isAsAnswered({ status, body }: Reply): Promise<void> {
    if (status !== 200 && status !== 201) {
      if (status >= 500 || status < 400) throw new Error(`A push is answered ${status}: ${JSON.stringify(body)}`);
      expect(body.detail).toMatch(helpful);
      return;
    }
    const { read, taken, refused, ignored } = body.rows;
    expect(read).toBe(taken + refused + ignored);
    for (const { detail } of body.refusals.slice(0, 20)) expect(detail).toMatch(helpful);
    if (body.dryRun) return;
    const kept = await this.app.get(`/v1/submissions/${body.submission}`);
    expect(kept).toMatchObject({ rows: body.rows, observations: body.observations, position: body.position });
    await this.isPage(body.page);
  }

  /** No figure hides behind its status, none is shown that is hidden, and no page breaks on what they are. */
  private async everythingIsShown(): Promise<void> {
    for (const code of [...INDICATORS, 'any.derived', 'any.parts', 'any.year'])
      for (const area of AREAS) {
        const { status, body } = await this.app.request('GET', `/v1/series/${code}/${area}`);
        if (status === 404) continue;
        expect(status).toBe(200);
        for (const observation of body.observations) isShownByItsStatus(code, observation);
        if (area === 'E08000037') await this.isPage(`/series/${code}/${area}`);
      }
    for (const page of ['/', '/partnerships/E08000037', '/submissions']) await this.isPage(page);
    await this.app.get('/v1/progress?target=any&limit=1000');
  }

  private async isPage(path: string): Promise<void> {
    const { status, body } = await this.app.request('GET', path, { headers: { accept: 'text/html' } });
    if (status !== 200 && status !== 404) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body).slice(0, 500)}\n${this.output}`);
  }
}

function isShownByItsStatus(code: string, { status, value, numerator, lower }: Answer): void {
  if (status === 'suppressed') expect([value, numerator ?? null, lower ?? null]).toEqual([null, null, null]);
  else expect([code, status, value === null]).toEqual([code, status, status === 'missing']);
}

async function must(asked: Promise<Reply>): Promise<void> {
  const { status, body } = await asked;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
}
