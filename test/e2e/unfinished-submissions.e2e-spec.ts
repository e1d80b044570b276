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
import { Bodies, catalogueOf, fail, logInMemory } from '../house/recorder.ts';

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

  it('are sought from where all before is known to be completed', async () => {
    await bodies.recorder(log, catalogue).record(order);
    await instance('a').unfinished.finish();
    const end = await log.end();
    const other = await bodies.orderOf(Buffer.from(ROW.replace('7', '8')), 'b.csv', 'observations', '2020-02-02');
    await started(other);
    const from: string[] = [];
    const readAll = log.readAll.bind(log);
    log.readAll = (position, ...more) => (from.push(position), readAll(position, ...more));
    await instance('b').unfinished.finish();
    expect(from[0]).toBe(end);
    expect(await completions()).toBe(2);
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
