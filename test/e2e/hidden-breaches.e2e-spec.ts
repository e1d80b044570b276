import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AWAY, BreachHouse, HOME, monthsAgo, share } from '../house/breach-house.ts';
import { allDocumentsIn, differences } from '../faults/read-models.ts';

const [LAST, BEFORE] = [monthsAgo(1), monthsAgo(2)];
const area = (n: number): string => `E069970${String(n).padStart(2, '0')}`;

describe('no breach and no alert is hidden, and none is told twice', () => {
  const house = new BreachHouse();
  beforeAll(async () => void (await house.start()), 60_000);
  afterAll(() => house.remove());

  it('a rate that overflows in one area hides no other’s breach, and is judged when it is corrected (design 4.10)', async () => {
    const [a, b, c] = [area(1), area(2), area(3)];
    await house.districts(a, b, c);
    await house.indicator('a.count', { measure: 'count', per: 1, polarity: 'lower' });
    await house.indicator('a.homes', { measure: 'count', per: 1, polarity: 'lower', behaviour: 'stock' });
    const derived = { rate: { numerator: 'a.count', denominator: 'a.homes', denominatorPeriod: 'same' } };
    await house.indicator('a.rate', { measure: 'rate', per: 1000, polarity: 'lower', derived });
    await house.target('a', 'a.rate', [a, b, c], { polarity: 'lower', floor: 20 });
    const rows = (of: string, count: string, homes: string): string[] => [
      `a.count,${of},${LAST},,,${count},final`,
      `a.homes,${of},${LAST},,,${homes},final`,
    ];
    await house.deliver([...rows(a, '1e300', '1e-10'), ...rows(b, '400', '10000'), ...rows(c, '400', '10000')]);
    expect(await house.breaches('a')).toEqual([b, c].map((one) => [one, 'confirmed']));
    expect(house.told('a')).toEqual([b, c]);
    expect(await house.judged('a', a)).toMatchObject({
      outcome: 'not-judged',
      reason: expect.stringMatching(/^(out-of-range|input-parked)$/),
    });
    expect(await house.request('GET', '/health/ready')).toMatchObject({ status: 200, body: { ready: true } });
    await house.deliver(rows(a, '500', '10000'));
    expect(await house.judged('a', a)).toMatchObject({ outcome: 'breach', value: 50 });
    expect((await house.request('GET', '/health/ready')).body.state).toBe('ok');
    expect(house.told('a')).toEqual([a, b, c]);
    const stood = await house.episodes();
    await house.post('/v1/projections/assessment/rebuild', {});
    await house.settled();
    expect(await house.episodes()).toEqual(stood);
  });

  it('a backfill does not swallow the normal push of the same file, and what is delivered between them opens nothing (design 4.1, 4.8)', async () => {
    const [one, other] = [area(11), area(12)];
    await house.districts(one, other);
    await house.indicator('b.share');
    await house.target('b', 'b.share', [one, other]);
    const file = [share('b.share', one, LAST, 200)];
    await house.deliver(file, { backfill: true });
    await house.deliver([share('b.share', other, LAST, 600)]);
    expect([await house.judged('b', one), await house.breaches('b'), house.told('b')]).toMatchObject([{ outcome: 'breach' }, [], []]);
    const pushed = await house.tryAgain(file);
    await house.settled();
    expect(pushed).toMatchObject({ status: 201, body: { again: false } });
    expect([await house.breaches('b'), house.told('b')]).toEqual([[[one, 'confirmed']], [one]]);
    expect((await house.tryAgain(file)).status).toBe(200);
    expect((await house.tryAgain(file, { backfill: true })).status).toBe(200);
    await house.settled();
    expect(house.told('b')).toEqual([one]);
  });

  it('a target that is posted over figures of a backfill, or of years ago, opens nothing; over the latest it does (design 4.8)', async () => {
    const [filled, old, fresh] = [area(21), area(22), area(23)];
    await house.districts(filled, old, fresh);
    await house.indicator('c.share');
    await house.deliver([share('c.share', filled, LAST, 200), share('c.share', filled, BEFORE, 200)], { backfill: true });
    await house.deliver([share('c.share', old, monthsAgo(40), 200), share('c.share', old, monthsAgo(39), 200)]);
    await house.deliver([share('c.share', fresh, LAST, 200)]);
    await house.target('c', 'c.share', [filled, old, fresh]);
    await house.settled();
    for (const red of [filled, old, fresh]) expect(await house.judged('c', red)).toMatchObject({ outcome: 'breach' });
    expect([await house.breaches('c'), house.told('c')]).toEqual([[[fresh, 'confirmed']], [fresh]]);
  });

  it('a withdrawn submission takes its breach back, and its reinstatement brings the same one without a second alert (design 4.4)', async () => {
    const place = area(31);
    await house.districts(place);
    await house.indicator('d.share');
    await house.target('d', 'd.share', [place]);
    const file = [share('d.share', place, LAST, 200)];
    const { submission } = await house.deliver(file);
    const { id } = await house.onlyBreach('d');
    await house.of(submission, 'withdrawal');
    expect(await house.onlyBreach('d')).toMatchObject({ id, state: 'withdrawn', withdrawnAt: expect.any(String) });
    expect(await house.tryAgain(file)).toMatchObject({ status: 409, body: { code: 'withdrawn' } });
    await house.of(submission, 'reinstatement');
    expect(await house.onlyBreach('d')).toMatchObject({ id, state: 'confirmed', withdrawnAt: null });
    expect(house.told('d')).toEqual([place]);
  });

  it.each([
    ['d3', 'a later file that cleared it is', BEFORE],
    ['d4', 'the revision that withdrew it is', LAST],
  ])('a breach (%s) goes on when %s taken back, and nobody is told twice (design 4.4, 4.8)', async (code, _, period) => {
    const place = area(code === 'd3' ? 33 : 34);
    await house.districts(place);
    await house.indicator(`${code}.share`, { lagDays: 0 }); // Its figures are no news any more.
    await house.target(code, `${code}.share`, [place]);
    await house.deliver([share(`${code}.share`, place, period, 200)]);
    const { id } = await house.onlyBreach(code);
    const { submission } = await house.deliver([share(`${code}.share`, place, LAST, 600)]);
    expect(await house.onlyBreach(code)).toMatchObject({ id, state: period === LAST ? 'withdrawn' : 'cleared' });
    await house.of(submission, 'withdrawal');
    expect(await house.onlyBreach(code)).toMatchObject({ id, state: 'confirmed', clearedAt: null, withdrawnAt: null });
    expect(house.told(code)).toEqual([place]);
  });

  it('an alert that was dropped, for its breach was withdrawn before it could be sent, goes out when the breach is back (design 4.9)', async () => {
    const place = area(32);
    await house.districts(place);
    await house.indicator('d2.share');
    await house.target('d2', 'd2.share', [place]);
    house.breakChannel();
    const { submission } = await house.deliver([share('d2.share', place, LAST, 200)]);
    await house.of(submission, 'withdrawal');
    house.repairChannel();
    await house.settled();
    expect((await house.get('/v1/alerts?limit=1000')).items.filter((one: { target: string }) => one.target === 'd2')).toMatchObject([
      { state: 'dropped' },
    ]);
    await house.of(submission, 'reinstatement');
    expect(house.told('d2')).toEqual([place]);
  });

  it('a period that has not ended opens and clears nothing (design 4.6)', async () => {
    const [red, green] = [area(41), area(42)];
    await house.districts(red, green);
    await house.indicator('e.share');
    await house.target('e', 'e.share', [red, green]);
    await house.deliver([share('e.share', red, LAST, 200), share('e.share', green, LAST, 600)]);
    await house.deliver([share('e.share', red, monthsAgo(0), 600), share('e.share', green, monthsAgo(0), 200)]);
    expect([await house.breaches('e'), house.told('e')]).toEqual([[[red, 'confirmed']], [red]]);
    expect(await house.judged('e', green)).toMatchObject({ outcome: 'not-judged', reason: 'period-not-ended' });
  });

  it('the breaches and alerts of an area that moves are found in its new region, and nobody is told again (design 4.8)', async () => {
    const place = area(51);
    await house.districts(place);
    await house.indicator('f.share');
    await house.target('f', 'f.share', [place]);
    await house.deliver([share('f.share', place, LAST, 200)]);
    await house.areas(['code,name,type,parent,from,until', `${place},Moved,district,${AWAY},2011-01-01,`]);
    await house.settled();
    const found = async (region: string): Promise<unknown> => [
      await house.breaches('f', `&region=${region}`),
      (await house.get(`/v1/alerts?region=${region}&limit=1000`)).items.filter((one: { area: string }) => one.area === place).length,
    ];
    expect([await found(HOME), await found(AWAY)]).toEqual([
      [[], 0],
      [[[place, 'confirmed']], 1],
    ]);
    await house.rebuildAll();
    await house.settled();
    expect([await found(HOME), await found(AWAY), house.told('f')]).toEqual([[[], 0], [[[place, 'confirmed']], 1], [place]]);
  });

  it('districts that are merged away keep no open breach, and their successor is judged (design 4.8)', async () => {
    const [one, other, successor] = [area(61), area(62), area(69)];
    await house.districts(one, other);
    await house.indicator('g.share', { lagDays: 800 });
    await house.target('g', 'g.share', [one, other]);
    await house.deliver([share('g.share', one, '2026-03', 200), share('g.share', other, '2026-03', 600)]);
    const became = (code: string): string => `${code},${code},${successor},Both`;
    await house.areas(['ltla25_code,ltla25_name,ltla26_code,ltla26_name', became(one), became(other)], '/v1/areas/import?name=merger.csv');
    await house.deliver([share('g.share', successor, '2026-04', 200)]);
    expect(await house.breaches('g')).toEqual([
      [one, 'superseded'],
      [successor, 'confirmed'],
    ]);
    expect(await house.judged('g', successor)).toMatchObject({ outcome: 'breach', period: '2026-04' });
    expect(house.told('g')).toEqual([one, successor]);
  });

  it('the import of a recode, or of a group that names the new code, ends no breach and tells nobody twice (design 4.8)', async () => {
    const [old, code] = [area(63), area(64)];
    await house.districts(old);
    await house.indicator('k.share', { lagDays: 800 });
    await house.target('k', 'k.share', [old]);
    await house.deliver([share('k.share', old, '2026-03', 200)]);
    const lookup = ['ltla25_code,ltla25_name,ltla26_code,ltla26_name', `${old},${old},${code},Recoded`];
    await house.areas(lookup, '/v1/areas/import?name=recode.csv');
    await house.target('k', 'k.share', [code], { group: 'k-by-new-code', version: { correction: { of: 1 } } });
    await house.settled();
    expect([await house.breaches('k'), house.told('k')]).toEqual([[[old, 'confirmed']], [old]]);
    expect(await house.judged('k', code)).toMatchObject({ outcome: 'breach', period: '2026-03', targetVersion: 2 });
  });

  it('an area that is abolished without a successor keeps no breach open for ever (design 4.8)', async () => {
    const place = area(71);
    await house.districts(place, area(72));
    await house.indicator('h.share', { lagDays: 800 });
    await house.target('h', 'h.share', [place, area(72)]);
    await house.deliver([share('h.share', place, BEFORE, 200), share('h.share', area(72), BEFORE, 600)]);
    await house.areas(['code,name,type,parent,from,until', `${place},Ended,district,${HOME},2011-01-01,${LAST}-01`]);
    await house.deliver([share('h.share', area(72), LAST, 600)]);
    expect(await house.breaches('h')).toEqual([[place, 'superseded']]);
  });

  it('deleting the read models between a breach and its alert loses and repeats nothing (design 4.9)', async () => {
    const place = area(81);
    await house.districts(place);
    await house.indicator('i.share');
    await house.target('i', 'i.share', [place]);
    house.breakChannel();
    await house.deliver([share('i.share', place, LAST, 200)]);
    await house.kill('SIGTERM');
    for (const end of ['', '-wal', '-shm']) rmSync(join(house.dataDir, `read.sqlite${end}`), { force: true });
    house.repairChannel();
    await house.start();
    await house.settled();
    expect([await house.breaches('i'), house.told('i')]).toEqual([[[place, 'confirmed']], [place]]);
    expect(house.told('b')).toHaveLength(1);
  }, 30_000);

  it('and in the end read models equal their rebuild, which appends nothing', async () => {
    const [stood, episodes] = [allDocumentsIn(house.dataDir), await house.episodes()];
    await house.rebuildAll();
    await house.settled();
    expect(differences(allDocumentsIn(house.dataDir), stood)).toEqual([]);
    expect(await house.episodes()).toEqual(episodes);
  }, 30_000);
});
