import { setImmediate } from 'node:timers/promises';
import type { Catalogue } from '#libs/catalogue';
import { type Append, type Appended, EventStore, type NewEvent, type Slice, WrongVersion } from '#libs/event-store';
import { LogFigures, type RegisterEvent, RegisterHistory, registerKey } from '#libs/figures';
import { defaultFeeds } from '../../libs/intake/src/formats/default-feeds.ts';
import type { Recorded, RecordOrder } from '../../libs/intake/src/record-submission.ts';
import { Bodies, catalogueOf, fail, logInMemory, recordAll } from '../house/recorder.ts';
import { random, seedOfRun, shuffled } from '../house/shuffle.ts';

const RUNS = 15;
const INDICATORS = ['crime.burglary', 'crime.vehicle'];
const MONTHS = ['2019-11', '2019-12', '2020-01'];
const AREAS = ['E12000001', 'E12000002', 'E12000003', 'E92000001'];
type Next = () => number;
const pick = <T>(from: readonly T[], next: Next): T => from[Math.floor(next() * from.length)]!;

/** One instance's view of a log that others write to: each step takes its time, many streams are no transaction, and it may fail or die. */
class SharedLog extends EventStore {
  dead = false;
  constructor(
    private readonly log: EventStore,
    private readonly next: Next,
    private readonly faults: number,
  ) {
    super();
  }

  private async step<T>(act: () => Promise<T>): Promise<T> {
    for (let turns = Math.floor(this.next() * 6); turns >= 0; turns--) await setImmediate();
    if (this.dead) await new Promise(() => undefined);
    if (this.next() < this.faults) throw lost();
    const done = await act();
    if (this.next() < this.faults) throw lost(); // It was done, and nobody heard of it.
    return done;
  }

  override append(stream: string, expected: number, events: readonly NewEvent[]): Promise<Appended> {
    return this.step(() => this.log.append(stream, expected, events));
  }
  override async appendMany(appends: readonly Append[]): Promise<Appended[]> {
    let wrong: Error | undefined;
    for (const { stream, expected, events } of shuffled(appends, this.next)) {
      const ok = await this.append(stream, expected, events).catch((error: Error) => void (wrong = error));
      if (!ok && this.next() < 0.5) break;
    }
    if (wrong) throw wrong;
    return [];
  }
  override read = (slice: Slice) => this.step(() => this.log.read(slice));
  override readMany = (...asked: Parameters<EventStore['readMany']>) => this.step(() => this.log.readMany(...asked));
  override versions = (streams: readonly string[]) => this.step(() => this.log.versions(streams));
  override streams = (prefix: string) => this.step(() => this.log.streams(prefix));
  override readAll = (...asked: Parameters<EventStore['readAll']>) => this.step(() => this.log.readAll(...asked));
  override lastRecordedAt = () => this.step(() => this.log.lastRecordedAt());
  override end = () => this.step(() => this.log.end());
  override countAfter = (...asked: Parameters<EventStore['countAfter']>) => this.step(() => this.log.countAfter(...asked));
  override listen = (...asked: Parameters<EventStore['listen']>) => this.log.listen(...asked);
  override close = async () => undefined;
}

const lost = (): Error => Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });

/** Files that overlap, each released on a day of its own; some are complete releases. */
async function deliveries(bodies: Bodies, next: Next): Promise<RecordOrder[]> {
  const count = 2 + Math.floor(next() * 5);
  const days = shuffled(
    Array.from({ length: count }, (_, i) => `2020-06-${String(i + 10)}`),
    next,
  );
  return Promise.all(
    days.map((released) => {
      const keys = INDICATORS.flatMap((i) => MONTHS.flatMap((m) => AREAS.map((a) => `${i},${a},${m}`)));
      const rows = shuffled(keys, next).slice(0, 1 + Math.floor(next() * keys.length));
      const bad = next() < 0.3 ? ['crime.burglary,E12000001,2020-05,-1'] : [];
      const text = ['indicator,area,period,value', ...rows.map((row) => `${row},${pick([1, 2, 3], next)}`), ...bad, ''].join('\n');
      return bodies.orderOf(Buffer.from(text), `${released}.csv`, pick(['observations', 'whole'], next), released);
    }),
  );
}

/** Current figures, without what only the order of arrival decides. */
async function figures(store: EventStore): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const indicator of INDICATORS) {
    for (const [area, series] of await LogFigures.of(store).many(indicator, AREAS)) {
      for (const { period, figure, provenance } of series) {
        found[`${indicator} ${area} ${period.start}`] = [
          figure.value,
          figure.status,
          figure.reason,
          provenance!.released,
          provenance!.submission,
        ];
      }
    }
  }
  return found;
}

/** How often each submission stated each observation; dropped ones apart. */
async function stated(store: EventStore): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const stream of await store.streams('register-')) {
    const history = new RegisterHistory();
    for (const { type, data } of await store.read({ stream })) history.add({ type, data } as RegisterEvent);
    const blocks = [...history.blocks.values()];
    const all = blocks.flatMap((block) => block.areas().flatMap((area) => block.statements(area).map((one) => ({ ...one, block, area }))));
    for (const { submission, how, block, area } of all) {
      const key = `${submission} ${how === 'dropped' ? how : 'said'} ${registerKey(stream)!.indicator} ${block.period} ${stream} ${area}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  return times;
}

interface Race {
  readonly faults: number;
  /** By how many instances each delivery is recorded, at most. */
  readonly each: number;
  readonly dying: boolean;
}

describe('several recorders on one log', () => {
  const seed = seedOfRun();
  const bodies = new Bodies();
  let catalogue: Catalogue;
  beforeAll(async () => {
    const whole = { ...defaultFeeds.find(({ code }) => code === 'observations')!, code: 'whole' };
    catalogue = await catalogueOf({ feeds: [{ ...whole, profile: { ...whole.profile, complete: 'indicator' } }] });
  });
  afterAll(() => bodies.remove());

  /** Sends the order until it is answered, as a client does, or the watch over what was left open. */
  async function answered(recorder: ReturnType<Bodies['recorder']>, order: RecordOrder): Promise<Recorded> {
    for (let tries = 0; tries < 60; tries++) {
      try {
        return fail(await recorder.record(order));
      } catch (error) {
        if ((error as { code?: string }).code !== 'ECONNRESET' && !(error instanceof WrongVersion)) throw error;
      }
    }
    throw new Error('It was never recorded.');
  }

  async function race(next: Next, { faults, each, dying }: Race): Promise<void> {
    const log = logInMemory();
    const orders = await deliveries(bodies, next);
    const logs = Array.from({ length: 2 + Math.floor(next() * 3) }, () => new SharedLog(log, next, faults));
    const recorders = logs.map((shared) => bodies.recorder(shared, catalogue, { memoryBytesMax: pick([100, 1e6], next) }));
    const work = orders.flatMap((order) =>
      shuffled(recorders, next)
        .slice(0, 1 + Math.floor(next() * each))
        .map((recorder) => ({ recorder, order })),
    );
    const racing = shuffled(work, next).map(({ recorder, order }) => ({
      at: recorders.indexOf(recorder),
      done: answered(recorder, order),
    }));
    if (dying) {
      for (let turns = Math.floor(next() * 200); turns > 0; turns--) await setImmediate();
      logs[0]!.dead = true;
    }
    const receipts = (await Promise.all(racing.filter(({ at }) => !logs[at]!.dead).map(({ done }) => done))).map(({ receipt }) => receipt);
    receipts.push(...(await recordAll(bodies.recorder(log, catalogue), orders))); // Another instance finishes what the dead one left.
    await holds(log, orders, receipts);
    await log.close();
  }

  async function holds(log: EventStore, orders: readonly RecordOrder[], receipts: readonly Recorded['receipt'][]): Promise<void> {
    const completions = (await log.readAll('', 10_000, ['submission'])).filter(({ type }) => type === 'SubmissionCompleted');
    const inOrder = completions.map(({ stream }) => orders.find(({ id }) => stream === `submission-${id}`)!);
    expect(inOrder.map(({ id }) => id).sort()).toEqual(orders.map(({ id }) => id).sort());
    for (const { id } of orders) {
      const own = receipts.filter(({ submission }) => submission === id);
      expect(new Set(own.map((receipt) => JSON.stringify({ ...receipt, again: true }))).size).toBe(1);
      const { rows, observations } = own[0]!;
      expect([rows.read, rows.taken]).toEqual([
        rows.taken + rows.refused,
        observations.recorded + observations.revised + observations.confirmed + observations.older!,
      ]);
    }
    const times = await stated(log);
    expect([...times].filter(([, n]) => n !== 1)).toEqual([]);
    const said = [...times.keys()].filter((key) => key.split(' ')[1] === 'said').length;
    expect(said).toBe(orders.reduce((sum, { id }) => sum + receipts.find((r) => r.submission === id)!.rows.taken, 0));
    const alone = logInMemory();
    await recordAll(bodies.recorder(alone, catalogue), inOrder);
    expect(await figures(log)).toEqual(await figures(alone));
    await alone.close();
  }

  it.each<[string, Race]>([
    ['each recording its own', { faults: 0, each: 1, dying: false }],
    ['also recording the same at once', { faults: 0, each: 3, dying: false }],
    ['while connections are lost', { faults: 0.01, each: 2, dying: false }],
    ['one of which dies', { faults: 0.005, each: 2, dying: true }],
  ])(
    `end as one recorder would, %s (seed ${seed})`,
    async (name, how) => {
      for (let run = 0; run < RUNS; run++) {
        try {
          await race(random(seed + run), how);
        } catch (error) {
          throw new Error(`TEST_SEED=${seed + run}, ${name}: ${(error as Error).message}`, { cause: error });
        }
      }
    },
    120_000,
  );
});
