import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { HttpTaker, loadSample, SAMPLE_SEED, sampleOf } from '#libs/sample';
import { readLog } from '../faults/log.ts';
import { TestHouse } from '../house/house.ts';
import { validators } from '../golden/validators.ts';

const EASTHAVEN = 'E08999002';

describe('the log of the sample', () => {
  const house = new TestHouse();
  afterAll(() => house.remove());

  it('holds no event that its schema does not describe', async () => {
    await house.start();
    await loadSample(new HttpTaker(house.url, house.token), SAMPLE_SEED);
    await house.caughtUp();
    const valid = validators();
    const seen = new Set<string>();
    for (const { type, data } of [...(await readLog(house.dataDir)).values()].flat()) {
      const check = valid(`events/${type}.v${data['v']}.json`);
      expect([type, check(data), check.errors]).toEqual([type, true, null]);
      seen.add(type);
    }
    // What ships and what is pushed, up to an alert: the golden files hold the rest.
    expect([...seen]).toEqual(
      expect.arrayContaining(['AreasImported', 'TargetVersionMade', 'FiguresRevised', 'BreachWithdrawn', 'AlertDue']),
    );
  }, 60_000);

  const page = async (path: string, token = house.token): Promise<{ status: number; text: string }> => {
    const answer = await fetch(house.url + path, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/html' },
      redirect: 'manual',
    });
    return { status: answer.status, text: await answer.text() };
  };
  /** How many judgements of crime the first page shows in breach. */
  const inBreach = async (): Promise<number> => {
    const cells = [...(await page('/')).text.matchAll(/(\d+) of \d+ in breach/g)].map(([, n]) => Number(n));
    return cells[1]!; // After worklessness.
  };

  /** The last line of the file that the README names, once the alerts that are due are sent. */
  const lastAlert = async (): Promise<string> => {
    for (let tries = 0; (await house.get('/v1/alerts?state=due&limit=1')).items.length > 0 && tries < 300; tries++) await setTimeout(100);
    return readFileSync(join(house.dataDir, 'alerts.ndjson'), 'utf8').trim().split('\n').at(-1)!;
  };

  // The README's first push, on the sample that `npm start` serves.
  it('comes to one more confirmed breach, and its alert, with the first push of the README', async () => {
    const open = async (): Promise<string[]> => {
      const { items } = await house.get('/v1/breaches?limit=1000');
      return items.map((breach: Record<string, string>) => `${breach['area']} ${breach['state']}`).sort();
    };
    const before = await open();
    const shownBefore = await inBreach();
    const { feed, path, released, text } = sampleOf(SAMPLE_SEED).next;
    const push = { feed, released, name: path.slice(path.lastIndexOf('/') + 1), file: Buffer.from(text) };
    const receipt = await house.push(push);
    expect(receipt.rows.refused).toBe(0);
    await house.caughtUp();
    expect(await open()).toEqual([...before, `${EASTHAVEN} confirmed`].sort());
    const { items } = await house.get('/v1/alerts?limit=1000');
    expect(JSON.stringify(items)).toContain(EASTHAVEN);
    expect(await lastAlert()).toContain(EASTHAVEN);
    expect((await house.push(push)).submission).toBe(receipt.submission); // Harmless.
    const { elements } = await house.get(`/v1/submissions/${receipt.submission}`);
    expect(elements).toContainEqual({ target: 'sample-C00', element: 'floor', areas: expect.any(Number) });
    // What was in breach before stays so on the first page.
    expect(shownBefore).toBeGreaterThan(0);
    expect(await inBreach()).toBeGreaterThanOrEqual(shownBefore);
    const partnership = await page(`/partnerships/${EASTHAVEN}`);
    expect([partnership.status, partnership.text]).toEqual([200, expect.stringContaining('No district above three times England')]);
  }, 60_000);

  it('shows each role what is theirs (design 5)', async () => {
    const tokenOf = async (asked: object): Promise<string> => (await house.post('/v1/tokens', asked)).token;
    const team = await tokenOf({ role: 'data-team', feeds: ['police-street'] });
    const manager = await tokenOf({ role: 'lsp-manager', lsp: EASTHAVEN });
    const series = `/series/crime.burglary-rate/${EASTHAVEN}`;
    const statuses = async (token: string): Promise<number[]> =>
      Promise.all([series, '/submissions', `/partnerships/${EASTHAVEN}`, '/'].map(async (path) => (await page(path, token)).status));
    expect([await statuses(team), await statuses(manager)]).toEqual([
      [200, 200, 403, 303],
      [200, 200, 200, 200],
    ]);
    expect((await page(series, team)).text).not.toContain('How it was judged');
    expect((await page(series, manager)).text).toContain('How it was judged');
    const arrivals = (await page('/submissions', team)).text;
    expect(arrivals).toContain('.csv');
    const others = (await house.get('/v1/submissions?feed=observations&limit=1')).items[0].submission as string;
    expect([arrivals.includes(others), (await page(`/submissions/${others}`, team)).status]).toEqual([false, 403]);
  }, 60_000);

  it('says what a judgement and a breach are about in words, and cuts no list without a way on (design 5)', async () => {
    const { items, next } = await house.get(`/v1/progress?lsp=${EASTHAVEN}&theme=crime&limit=1`);
    expect(items[0]).toMatchObject({ area: EASTHAVEN, title: expect.stringMatching(/^(No district|Cut by)/), causes: expect.any(Array) });
    const rest = await house.get(`/v1/progress?lsp=${EASTHAVEN}&theme=crime&limit=1&cursor=${encodeURIComponent(next)}`);
    expect([rest.items.length, rest.next]).toEqual([1, null]);
    const breaches = await house.get(`/v1/breaches?area=${EASTHAVEN}&theme=crime`);
    expect(breaches.items).toMatchObject([{ title: 'No district above three times England', state: 'confirmed' }]);
    expect((await house.get(`/v1/breaches?area=${EASTHAVEN}&theme=housing`)).items).toEqual([]);
  }, 60_000);

  it('refuses an asOf that is no position, on every route that takes it (design 5)', async () => {
    const paths = [`/v1/series/crime.burglary-rate/${EASTHAVEN}`, '/v1/progress', '/v1/breaches'];
    for (const path of paths) {
      const answer = await house.request('GET', `${path}?asOf=pos:x`, { headers: { authorization: `Bearer ${house.token}` } });
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });

  it('gets a note where old figures are pushed without a release date', async () => {
    const file = Buffer.from('indicator,area,period,value\nskills.gcse-5-a-c,E08999001,2020/21,44\n');
    const codes = async (released?: string): Promise<string[]> => {
      const { notes } = await house.push({ feed: 'observations', file, dryRun: true, ...(released && { released }) });
      return notes.map(({ code }: { code: string }) => code);
    };
    expect([await codes(), await codes('2021-10-20')]).toEqual([['release-date-assumed'], []]);
  });
});
