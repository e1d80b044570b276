import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredEvent } from '#libs/event-store';
import { everything } from '../../scenario/scenario.ts';
import { type Push, TestHouse } from '../../house/house.ts';
import { APPS } from '../../house/servers-house.ts';
import { deliveries, prepare } from '../deliveries.ts';
import { settled } from '../campaign.ts';
import { statedByKafka, statementsOf, streamsOf } from '../log.ts';
import { differences } from '../read-models.ts';
import { roundsOf } from '../../house/rounds.ts';
import { random } from '../../house/shuffle.ts';
import { type Blow, Work } from './round.ts';
import { INDICATOR } from './sent.ts';
import { Town } from './town.ts';

/** FAULT_SEED=n strikes at other moments. */
const SEED = Number(process.env['FAULT_SEED'] ?? 20031);

/** Where instances die in each round, each of the work that passes there; where CI is set, in the first of these rounds alone. */
const ALL_BLOWS: readonly Blow[] = [
  { intake: ['register-append:2', 'poll-claimed'], assessment: ['judge'], alerting: ['alert'] },
  { intake: ['started', 'poll-kept'], reporting: ['project:2'], relay: ['relay'] },
  { intake: ['receive', 'complete', 'poll-recorded'] },
];
const BLOWS = ALL_BLOWS.slice(0, roundsOf(3, 1));

/** Results open and clear breaches, so that there is something to judge and to tell in each round. */
const isResults = ({ name }: Push): boolean => name?.startsWith('results-') ?? false;

/** The deliveries in as many parts as there are rounds, each with results in it, and in order. */
function inRounds(count: number): Push[][] {
  const part = (list: readonly Push[], n: number): Push[] =>
    list.slice(Math.floor((list.length * n) / count), Math.floor((list.length * (n + 1)) / count));
  const [results, others] = [deliveries.filter(isResults), deliveries.filter((push) => !isResults(push))];
  return Array.from({ length: count }, (_, n) => [...part(results, n), ...part(others, n)]);
}

describe('a house on servers whose apps are killed', () => {
  const town = new Town();
  const embedded = new TestHouse();
  const work = new Work(town);
  const rounds = inRounds(BLOWS.length + 1);

  beforeAll(async () => {
    await town.start();
    await town.house.post('/v1/indicators', INDICATOR);
    await prepare(town.house);
  }, 180_000);
  afterAll(async () => {
    await embedded.remove();
    await town.stop();
  }, 60_000);

  it.each(BLOWS.map((blow, n): [string, number] => [JSON.stringify(blow), n]))(
    'at %s: shows everything that was sent',
    async (_, n) => {
      await work.underBlow(BLOWS[n]!, rounds[n]!, 60);
      expect(await work.sent.missing(town.house)).toEqual([]);
      expect(work.findings).toEqual([]);
    },
    300_000,
  );

  it(`at moments of chance (seed ${SEED}): shows everything that was sent`, async () => {
    const next = random(SEED);
    const moments = Object.fromEntries(APPS.map((app) => [app, Math.round(next() * 4_000)]));
    console.info(`Killed after ${JSON.stringify(moments)} ms, seed ${SEED}.`);
    await work.during(rounds.at(-1)!, 120, () =>
      Promise.all(
        APPS.map(async (app) => {
          await sleep(moments[app]!);
          await Promise.all(town.house.living(app).map((instance) => instance.kill()));
          await town.house.add(app);
        }),
      ),
    );
    expect(await work.sent.missing(town.house)).toEqual([]);
    expect(work.findings).toEqual([]);
  }, 300_000);

  it('acknowledged each delivery once, and gives the same receipt again', async () => {
    expect(work.receipts.size).toBe(deliveries.length);
    for (const [push, receipt] of work.receipts) {
      expect(await town.house.tryPush(push)).toMatchObject({ status: 200, body: { ...receipt, again: true } });
    }
  }, 60_000);

  it('tells what a house tells that nobody killed', async () => {
    await embedded.start();
    await embedded.post('/v1/indicators', INDICATOR);
    await prepare(embedded);
    for (const push of rounds.flat()) await embedded.push(push);
    await settled(embedded);
    expect(differences(await everything(town.house, []), await everything(embedded, []))).toEqual([]);
  }, 180_000);

  it('left nothing for verification to find', async () => {
    expect(await town.differences()).toEqual([]);
  }, 90_000);

  describe('in its log', () => {
    let log: Map<string, StoredEvent[]>;
    beforeAll(async () => {
      log = await town.wholeLog();
    }, 60_000);

    it('has every observation of every submission once', () => {
      const stated = statementsOf(log);
      for (const { submission, observations } of work.receipts.values()) {
        expect(stated.get(submission)).toBe(observations.recorded + observations.revised + observations.confirmed + observations.dropped);
      }
      expect(statedByKafka(log)).toBe(work.sent.count);
    });

    it('has completed every submission that was started', () => {
      for (const [id, events] of streamsOf(log, 'submission'))
        expect([id, events.filter(({ type }) => type === 'SubmissionCompleted')]).toEqual([id, [expect.anything()]]);
    });

    it('has every alert that the far end heard, and the far end every alert', async () => {
      const alerts = streamsOf(log, 'alert');
      const idOf = ([due]: StoredEvent[]): string => (due!.data as { alert: string }).alert;
      const recorded = new Set(alerts.map(([, events]) => idOf(events)));
      const sent = alerts.flatMap(([, events]) => (events.some(({ type }) => type === 'AlertSent') ? [idOf(events)] : []));
      expect(sent.length).toBeGreaterThan(0);
      await town.alerts.hears(sent.length);
      expect(sent.filter((id) => !town.alerts.ids.has(id))).toEqual([]);
      expect([...town.alerts.ids].filter((id) => !recorded.has(id))).toEqual([]);
      expect(town.alerts.repeats).toBeLessThanOrEqual(200); // One round of deliveries, of the one crash between sending and recording.
    }, 60_000);

    it('has every event that other systems were told, in the order of each stream', async () => {
      const count = [...log.values()].reduce((sum, events) => sum + events.length, 0);
      await town.events.hears(count, 30_000).catch((error: unknown) => {
        throw new Error(`${count} events are in the log; missing: ${missingFrom(log, town.events.ids)}`, { cause: error });
      });
      const told = Map.groupBy(town.events.heard, ({ headers }) => headers['stream']!);
      for (const [stream, events] of log) {
        const firsts = [...new Map(told.get(stream)!.map((one) => [one.id, one])).keys()];
        expect(firsts).toEqual(events.map(({ id }) => id));
      }
    }, 90_000);
  });
});

/** The streams of which the far end lacks something, the first few. */
function missingFrom(log: Map<string, StoredEvent[]>, ids: ReadonlySet<string>): string {
  const lacking = [...log].filter(([, events]) => events.some(({ id }) => !ids.has(id))).map(([stream]) => stream);
  return `${lacking.length} streams, ${lacking.slice(0, 5).join(', ')}`;
}
