import { setTimeout as sleep } from 'node:timers/promises';
import { APPS, type AppName } from '../../house/servers-house.ts';
import type { Answer } from '../../house/client.ts';
import { roundsOf } from '../../house/rounds.ts';
import { deliveries, prepare } from '../deliveries.ts';
import { Work } from './round.ts';
import { INDICATOR } from './sent.ts';
import { Town } from './town.ts';

const NOTICE_MS_MAX = 30_000;
const RECOVER_MS_MAX = 60_000;

/** What goes away and comes back, and which of the apps cannot work meanwhile. */
interface Outage {
  readonly name: string;
  readonly needs: readonly AppName[];
  readonly begin: (town: Town) => unknown;
  readonly end: (town: Town) => unknown;
}

/** Where CI is set, only the first two. */
const ALL_OUTAGES: readonly Outage[] = [
  { name: 'MongoDB is killed', needs: APPS, begin: ({ mongo }) => mongo.kill(), end: ({ mongo }) => mongo.start() },
  { name: 'the connection to the log is cut', needs: APPS, begin: ({ proxy }) => proxy.cut(), end: ({ proxy }) => proxy.restore() },
  { name: 'the log is silent', needs: APPS, begin: ({ proxy }) => proxy.stall(), end: ({ proxy }) => proxy.normal() },
  { name: 'Kafka is killed', needs: [], begin: ({ kafka }) => kafka.kill(), end: ({ kafka }) => kafka.start() },
];
const OUTAGES = ALL_OUTAGES.slice(0, roundsOf(4, 2));

describe('a house whose servers go away and come back', () => {
  const town = new Town();
  const work = new Work(town);
  const open = [...deliveries];
  const take = (count: number) => open.splice(0, count);
  const each = Math.floor(deliveries.length / (OUTAGES.length + 1));
  let pids: (number | undefined)[];

  const processes = () => APPS.flatMap((app) => town.house.living(app));
  const isReady = async (app: AppName): Promise<boolean> => {
    const [instance] = town.house.living(app);
    return (await fetch(`${instance!.url}/health/ready`)).status === 200;
  };
  const become = async (ready: boolean, apps: readonly AppName[], withinMs: number): Promise<void> => {
    for (const until = Date.now() + withinMs; ; await sleep(100)) {
      const are = await Promise.all(apps.map(isReady));
      if (are.every((is) => is === ready)) return;
      if (Date.now() > until)
        throw new Error(`Ready, and was to be ${ready} within ${withinMs} ms: ${apps.map((app, i) => `${app} ${are[i]}`).join(', ')}`);
    }
  };

  beforeAll(async () => {
    await town.start();
    await town.house.post('/v1/indicators', INDICATOR);
    await prepare(town.house);
    pids = processes().map(({ pid }) => pid);
  }, 180_000);
  afterAll(() => town.stop(), 60_000);

  it.each(OUTAGES)(
    '$name: what needs it says so, works again by itself, and shows everything that was sent',
    async ({ needs, begin, end }) => {
      await work.during(take(each), 60, async () => {
        await sleep(300);
        await begin(town);
        await become(false, needs, NOTICE_MS_MAX);
        await sleep(1_000);
        await end(town);
        await become(true, APPS, RECOVER_MS_MAX);
      });
      expect(await work.sent.missing(town.house)).toEqual([]);
      expect(work.findings).toEqual([]);
      expect(processes().map(({ pid }) => pid)).toEqual(pids); // Nobody had to start anything again.
    },
    240_000,
  );

  it('on a slow line to the log: shows everything that was sent', async () => {
    await work.during(take(deliveries.length), 60, async () => {
      town.proxy.slow(20);
      await sleep(5_000);
      town.proxy.normal();
    });
    expect(await work.sent.missing(town.house)).toEqual([]);
    expect(work.findings).toEqual([]);
  }, 240_000);

  it('told every alert, and the whole log, once each save where a server was killed in between', async () => {
    const { items } = await town.house.get('/v1/alerts?limit=1000');
    expect(items.length).toBeGreaterThan(0);
    const sent = items.filter(({ state }: Answer) => state === 'sent').map(({ id }: Answer) => id);
    await town.alerts.hears(sent.length);
    expect(sent.filter((id: string) => !town.alerts.ids.has(id))).toEqual([]);
    const known = new Set(items.map(({ id }: Answer) => id)); // One may have been heard, and dropped before that was recorded.
    expect([...town.alerts.ids].filter((id) => !known.has(id))).toEqual([]);
    expect(work.receipts.size).toBe(deliveries.length);
  }, 90_000);

  it('left nothing for verification to find', async () => {
    expect(await town.differences()).toEqual([]);
  }, 90_000);
});
