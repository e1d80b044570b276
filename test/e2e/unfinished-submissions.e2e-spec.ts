import type { Catalogue } from '#libs/catalogue';
import { DocumentLeases, LEASE_TERMS } from '#libs/event-feed';
import type { EventStore } from '#libs/event-store';
import { FaultPoints } from '#libs/platform';
import type { ReadStore } from '#libs/read-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import { SetTime } from '../../libs/event-feed/src/testing/set-time.ts';
import type { RecordOrder, SubmissionRecorder } from '../../libs/intake/src/record-submission.ts';
import { UnfinishedSubmissions } from '../../libs/intake/src/unfinished-submissions.ts';
import { UnfinishedWatch } from '../../libs/intake/src/unfinished-watch.ts';
import { differencesIn } from '../faults/verified.ts';
import { TakeBack, TakeBackHandler } from '../../libs/intake/src/take-back.ts';
import { Bodies, catalogueOf, fail, logInMemory, StoppedClock } from '../house/recorder.ts';

const ROW = 'indicator,area,period,value\ncrime.burglary,E12000001,2020-01,7\n';

/** Stops at a place, as a process that is killed or hangs there. */
class StopAt extends FaultPoints {
  constructor(private readonly name: string) {
    super();
  }
  override hit(name: string): void {
    if (name === this.name) throw new Stopped();
  }
}
class Stopped extends Error {}

describe('submissions that were left open', () => {
  const bodies = new Bodies();
  let catalogue: Catalogue;
  let log: EventStore;
  let documents: ReadStore;
  let order: RecordOrder;
  beforeAll(async () => (catalogue = await catalogueOf({})));
  afterAll(() => bodies.remove());
  beforeEach(async () => {
    log = logInMemory();
    documents = new SqliteReadStore(':memory:');
    order = await bodies.orderOf(Buffer.from(ROW), 'a.csv', 'observations', '2020-02-01');
  });
  /** What a test leaves for verification to find, beside the bodies that it has taken away or changed. */
  const differences = async (): Promise<readonly string[]> =>
    (await differencesIn({ events: log, documents, bodies: bodies.blobs })).filter((sentence) => !/^The body of/.test(sentence));
  afterEach(async () => {
    expect(await differences()).toEqual([]);
    await log.close();
    await documents.close();
  });

  interface Instance {
    readonly recorder: SubmissionRecorder;
    readonly unfinished: UnfinishedSubmissions;
    readonly time: SetTime;
  }
  const instance = (name: string, faults?: FaultPoints): Instance => {
    const time = new SetTime();
    const leases = new DocumentLeases(documents, name, LEASE_TERMS, time);
    const recorder = bodies.recorder(log, catalogue, { leases, ...(faults ? { faults } : {}) });
    return { recorder, unfinished: new UnfinishedSubmissions(log, documents, recorder), time };
  };
  const completions = async (): Promise<number> =>
    (await log.readAll('', 100, ['submission'])).filter(({ type }) => type === 'SubmissionCompleted').length;
  const started = async (by = order): Promise<void> => {
    const alone = bodies.recorder(log, catalogue, { faults: new StopAt('complete') });
    await expect(alone.record(by)).rejects.toThrow(Stopped);
  };

  it('are finished at its start by a process that is alone', async () => {
    await started();
    const watch = new UnfinishedWatch(new UnfinishedSubmissions(log, documents, bodies.recorder(log, catalogue)), true);
    await watch.start();
    expect(await completions()).toBe(1);
  });

  it('are finished once the lease of whoever worked on it has been silent for its time', async () => {
    const hanging = new DocumentLeases(documents, 'hanging');
    await hanging.take(`submission-${order.id}`);
    await started();
    const { unfinished, time } = instance('b');
    await unfinished.finish();
    await time.pass(LEASE_TERMS.ttlMs - 1);
    await unfinished.finish();
    expect(await completions()).toBe(0);
    await time.pass(1);
    await unfinished.finish();
    expect(await completions()).toBe(1);
  });

  it('are left alone while they are recorded, and answered with the one receipt to who sends them elsewhere meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    const a = instance('a');
    const append = log.appendMany.bind(log);
    const atWork = Promise.withResolvers<void>();
    log.appendMany = async (appends) => {
      atWork.resolve();
      await gate.promise;
      return append(appends);
    };
    const first = a.recorder.record(order);
    await atWork.promise;
    const b = instance('b');
    await b.unfinished.finish();
    const second = b.recorder.record({ ...order, received: '2026-11-01T12:00:05.000Z' });
    gate.resolve();
    const [one, another] = [fail(await first), fail(await second)];
    expect([one.first, another.first, another.receipt]).toEqual([true, false, { ...one.receipt, again: true }]);
    expect(await completions()).toBe(1);
  });

  it('are finished as they were started, whoever sends the same file again', async () => {
    await started();
    const { receipt } = fail(
      await bodies.recorder(log, catalogue).record({ ...order, name: 'b.csv', received: '2026-11-02T12:00:00.000Z', backfill: true }),
    );
    expect(receipt).toMatchObject({ name: 'a.csv', received: order.received, backfill: false });
    expect(receipt.observations).toEqual({ recorded: 1, revised: 0, confirmed: 0, dropped: 0, older: 0 });
  });

  it('are not waited for by a start beside others, and show as a trouble while they cannot be finished', async () => {
    await started();
    const failing = instance('a', new StopAt('complete'));
    const watch = new UnfinishedWatch(failing.unfinished, false, 1);
    await watch.start();
    while (watch.issues().length === 0) await new Promise(setImmediate);
    expect(watch.issues()).toMatchObject([{ severity: 'degraded', code: 'submission-left-open' }]);
    await instance('b').unfinished.finish();
    while (watch.issues().length > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    await watch.stop();
    expect(await completions()).toBe(1);
  });

  describe('are sought from where the last round ended', () => {
    /** The position from which an instance that starts now reads the log on. */
    const startsFrom = async (): Promise<{ from: string; waiting: readonly string[] }> => {
      const from: string[] = [];
      const readAll = log.readAll.bind(log);
      log.readAll = (position, limit, categories) => {
        if (limit > 2) from.push(position); // Two events are read to know the log by.
        return readAll(position, limit, categories);
      };
      const { unfinished } = instance('starting');
      await unfinished.finish().catch(() => undefined); // What a store keeps from its end is not at stake here.
      log.readAll = readAll;
      return { from: from[0]!, waiting: unfinished.waiting() };
    };
    const fails = async (): Promise<void> => {
      await started();
      await bodies.blobs.remove(order.blob);
      await instance('a').unfinished.finish();
    };

    it('where all before is completed', async () => {
      await bodies.recorder(log, catalogue).record(order);
      await instance('a').unfinished.finish();
      const end = await log.end();
      await started(await bodies.orderOf(Buffer.from(ROW.replace('7', '8')), 'b.csv', 'observations', '2020-02-02'));
      expect(await startsFrom()).toEqual({ from: end, waiting: [] });
      expect(await completions()).toBe(2);
    });

    it('also where a failed one waits for a person, which is shown all the same', async () => {
      await fails();
      expect(await startsFrom()).toEqual({ from: await log.end(), waiting: [expect.stringContaining('body-missing')] });
      await documents.drop(['unfinished-submissions'], ['unfinished-submissions']); // With all read models.
      expect(await startsFrom()).toEqual({ from: '', waiting: [expect.stringContaining('body-missing')] });
    });

    it('also where a store keeps an open one from its end, which is finished all the same', async () => {
      await started();
      await expect(instance('a', new StopAt('complete')).unfinished.finish()).rejects.toThrow(order.id);
      const last = (await log.readAll('', 100, ['submission'])).at(-1)!;
      expect((await startsFrom()).from).toBe(last.position);
      expect(await completions()).toBe(1);
    });

    it('and one that was reinstated waits again, until it is completed', async () => {
      await fails();
      const taking = new TakeBackHandler(log, bodies.blobs, new StoppedClock());
      fail(await taking.execute(new TakeBack(order.id, 'withdraw', { by: 'test', why: 'The wrong sheet' })));
      expect((await startsFrom()).waiting).toEqual([]);
      fail(await taking.execute(new TakeBack(order.id, 'reinstate', { by: 'test', why: 'It was right' })));
      expect((await startsFrom()).waiting).toHaveLength(1);
      await bodies.orderOf(Buffer.from(ROW), 'a.csv', 'observations', '2020-02-01');
      fail(await bodies.recorder(log, catalogue).record(order));
      expect([(await startsFrom()).waiting, (await startsFrom()).waiting]).toEqual([[], []]);
    });

    it('and from the beginning of another log, such as an older backup, whatever was known of the one before', async () => {
      await bodies.recorder(log, catalogue).record(order);
      await instance('a').unfinished.finish();
      await log.close();
      log = logInMemory();
      expect(await startsFrom()).toEqual({ from: '', waiting: [] });
      order = await bodies.orderOf(Buffer.from(ROW), 'a.csv', 'observations', '2020-02-01');
      await started();
      await instance('b').unfinished.finish();
      expect(await completions()).toBe(1);
    });
  });

  it('do not keep each other from being finished', async () => {
    const gone = await bodies.orderOf(Buffer.from(ROW.replace('7', '9')), 'gone.csv', 'observations', '2020-02-03');
    await started(gone);
    await started();
    await bodies.blobs.remove(gone.blob);
    await instance('a').unfinished.finish();
    expect(await completions()).toBe(1);
    const failed = (await log.readAll('', 100, ['submission'])).filter(({ type }) => type === 'SubmissionFailed');
    expect(failed).toMatchObject([{ stream: `submission-${gone.id}`, data: { code: 'body-missing', attempt: 1 } }]);
  });
});
