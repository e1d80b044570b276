import { setTimeout as sleep } from 'node:timers/promises';
import { APPS } from '../../house/servers-house.ts';
import { deliveries, prepare } from '../deliveries.ts';
import type { Answer } from '../../house/client.ts';
import { random } from '../../house/shuffle.ts';
import { Work } from './round.ts';
import { statedByKafka } from '../log.ts';
import { INDICATOR } from './sent.ts';
import { eventOf, Town } from './town.ts';

const SEED = Number(process.env['FAULT_SEED'] ?? 20032);
/** Longer than the session of a consumer, and than a lease. */
const SLEEP_MS = 20_000;
/** The second instances' clocks are an hour behind those of the first. */
const BEHIND = { FLOOR_CLOCK_SKEW_SECONDS: '-3600' };

describe('a house on servers with two instances of each app, an hour apart', () => {
  const town = new Town();
  const work = new Work(town);
  const open = [...deliveries];
  const take = (count: number) => open.splice(0, count);
  const each = Math.floor(deliveries.length / 4);

  beforeAll(async () => {
    await town.start();
    await town.house.post('/v1/indicators', INDICATOR);
    await prepare(town.house);
    for (const app of APPS) await town.house.add(app, BEHIND);
  }, 240_000);
  afterAll(() => town.stop(), 60_000);

  const sameFile = () =>
    Array.from({ length: 6 }, () =>
      town.house.tryPush({
        feed: 'observations',
        released: '2025-02-01',
        file: Buffer.from(`indicator,area,period,value\n${INDICATOR.code},E06999001,1799,1\n`),
      }),
    );

  it('takes what is given to either, and shows it', async () => {
    await work.during(take(each), 120, async () => undefined);
    expect(await work.sent.missing(town.house)).toEqual([]);
    expect(work.findings).toEqual([]);
  }, 120_000);

  it('records one submission when both are sent the same file at once', async () => {
    const replies = await Promise.all(sameFile());
    expect(replies.map(({ status }) => status).filter((status) => status > 201)).toEqual([]);
    expect(new Set(replies.map(({ body }) => JSON.stringify({ ...body, again: null }))).size).toBe(1);
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  }, 60_000);

  it('sets poison aside with its bytes and the reason, and takes what comes after it', async () => {
    const heardBefore = town.refused.ids.size;
    const poison = [
      'not json',
      '{"specversion":"1.0"}',
      '',
      '\u0000\u0001',
      JSON.stringify({ specversion: '1.0', id: 'x', source: 'y', type: 'z', data: 7 }),
    ];
    const mixed = eventOf([
      { indicator: INDICATOR.code, area: 'E06999001', period: '1798', value: 5 },
      { indicator: INDICATOR.code, area: 'E99999999', period: '1798', value: 6 },
    ]);
    await town.sendRaw(poison.map((value, i) => ({ key: `k${i}`, value })));
    await town.sendRaw([{ key: 'E06999001', ...mixed }]);
    await work.during([], 60, async () => undefined);
    await town.refused.hears(heardBefore + poison.length + 1);
    expect(town.refused.heard.every(({ headers }) => headers['code'] && headers['reason'] && headers['topic'] && headers['offset'])).toBe(
      true,
    );
    const { observations } = await town.house.get(`/v1/series/${INDICATOR.code}/E06999001`);
    expect(observations.map(({ period, value }: { period: string; value: number }) => [period, value])).toContainEqual(['1798', 5]);
    expect(await work.sent.missing(town.house)).toEqual([]);
  }, 120_000);

  it(`records nothing twice by the first ones, which sleep longer than anybody waits for them, and wake in the middle of it (seed ${SEED})`, async () => {
    const next = random(SEED + 1);
    await work.during(take(each), 200, async () => {
      await sleep(next() * 1_000);
      const first = APPS.map((app) => town.house.living(app)[0]!);
      first.forEach((instance) => instance.freeze());
      await sleep(SLEEP_MS);
      first.forEach((instance) => instance.wake());
      await town.send(...work.sent.messages(40, 20));
    });
    expect(await work.sent.missing(town.house)).toEqual([]);
    expect(work.findings).toEqual([]);
    expect(statedByKafka(await town.wholeLog())).toBe(work.sent.count + 1); // The one of the poison's neighbour.
  }, 240_000);

  it(`goes on with the second ones when the first are killed in the middle of it (seed ${SEED})`, async () => {
    const next = random(SEED);
    await work.during(take(deliveries.length), 200, async () => {
      await Promise.all(
        APPS.map(async (app) => {
          const afterMs = Math.round(next() * 2_000);
          await sleep(afterMs);
          console.info(`${app} killed after ${afterMs} ms, seed ${SEED}.`);
          await town.house.living(app)[0]!.kill();
        }),
      );
    });
    expect(APPS.map((app) => town.house.living(app).length)).toEqual(APPS.map(() => 1));
    expect(await work.sent.missing(town.house)).toEqual([]);
    expect(work.findings).toEqual([]);
  }, 240_000);

  it('told every alert and every event; what was told again was told by one that was killed', async () => {
    const { items } = await town.house.get('/v1/alerts?limit=1000');
    const sent = items.filter(({ state }: Answer) => state === 'sent').map(({ id }: Answer) => id);
    await town.alerts.hears(sent.length);
    expect(sent.filter((id: string) => !town.alerts.ids.has(id))).toEqual([]);
    const known = new Set(items.map(({ id }: Answer) => id)); // One may have been heard, and dropped before that was recorded.
    expect([...town.alerts.ids].filter((id) => !known.has(id))).toEqual([]);
    const { readers } = (await (await fetch(`${town.house.living('relay')[0]!.url}/health/ready`)).json()) as {
      readers: { events: number }[];
    };
    expect(readers.map(({ events }) => events)).toEqual([0]);
    const streams = Map.groupBy(town.events.heard, ({ headers }) => headers['stream']!);
    for (const [stream, events] of streams) {
      const versions = [...new Set(events.map(({ headers }) => Number(headers['version'])))];
      expect([stream, versions]).toEqual([stream, versions.map((_, i) => i + 1)]);
    }
  }, 90_000);

  it('left nothing for verification to find', async () => {
    expect(await town.differences()).toEqual([]);
  }, 90_000);
});
