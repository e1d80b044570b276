import fc from 'fast-check';
import type { Catalogue } from '#libs/catalogue';
import { type EventStore, NotJson, TooLarge } from '#libs/event-store';
import { Refusal } from '#libs/kernel';
import { FaultPoints } from '#libs/platform';
import type { ReadStore } from '#libs/read-store';
import { SqliteReadStore } from '#libs/read-store/sqlite';
import type { RecordOrder } from '../../libs/intake/src/record-order.ts';
import { TakeBack, TakeBackHandler } from '../../libs/intake/src/take-back.ts';
import { UnfinishedSubmissions } from '../../libs/intake/src/unfinished-submissions.ts';
import { UnfinishedWatch } from '../../libs/intake/src/unfinished-watch.ts';
import { differencesIn } from '../faults/verified.ts';
import { Bodies, catalogueOf, fail, logInMemory, StoppedClock } from '../house/recorder.ts';
import { FakeKafka } from '../../libs/kafka/src/testing/fake-kafka.ts';
import { consume, GROUP, headersOf, message, REFUSED, TOPIC, values } from '../house/messages.ts';

const ROW = 'indicator,area,period,value\ncrime.burglary,E12000001,2020-01,7\n';

class StopAt extends FaultPoints {
  constructor(private readonly name: string) {
    super();
  }
  override hit(name: string): void {
    if (name === this.name) throw new Error('stopped');
  }
}

describe('what a feed sends never stops a start (design 4.1 and 7)', () => {
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

  const steps = async (id = order.id): Promise<string[]> =>
    (await log.read({ stream: `submission-${id}` })).map(({ type }) => type).filter((type) => type !== 'RegistersTouched');
  const leftOpen = async (): Promise<void> => {
    await expect(bodies.recorder(log, catalogue, { faults: new StopAt('complete') }).record(order)).rejects.toThrow('stopped');
  };
  const started = async (): Promise<UnfinishedWatch> => {
    const watch = new UnfinishedWatch(new UnfinishedSubmissions(log, documents, bodies.recorder(log, catalogue)), true);
    await watch.start();
    await watch.stop();
    return watch;
  };
  const throwingOnce = (error: Error, times = 1): void => {
    const append = log.appendMany.bind(log);
    let thrown = 0;
    log.appendMany = async (appends) => {
      if (thrown++ < times) throw error;
      return append(appends);
    };
  };

  it('a submission whose body is gone ends as failed; it is shown, and finished when the body is back', async () => {
    await leftOpen();
    await bodies.blobs.remove(order.blob);
    expect((await started()).issues()).toMatchObject([{ severity: 'degraded', code: 'submission-failed' }]);
    expect(await steps()).toEqual(['SubmissionStarted', 'SubmissionFailed']);
    const again = await started(); // It is not tried at every start, and still shown.
    expect([again.issues().length, await steps()]).toEqual([1, ['SubmissionStarted', 'SubmissionFailed']]);
    await bodies.orderOf(Buffer.from(ROW), 'a.csv', 'observations', '2020-02-01');
    const { receipt } = fail(await bodies.recorder(log, catalogue).record(order));
    expect(receipt).toMatchObject({ state: 'completed', failed: null, rows: { taken: 1 }, observations: { recorded: 1 } });
    expect(await values(log, ['E12000001'])).toEqual({ 'E12000001 2020-01': 7 });
    expect((await started()).issues()).toEqual([]);
  });

  it('a kept body is compared with its recorded hash when it is read again', async () => {
    await leftOpen();
    await bodies.blobs.remove(order.blob);
    await (await bodies.blobs.receive([Buffer.from(ROW.replace(',7', ',8'))] as unknown as AsyncIterable<Uint8Array>)).keep(order.blob);
    await started();
    expect(await steps()).toEqual(['SubmissionStarted', 'SubmissionFailed']);
    const [, failed] = (await log.read({ stream: `submission-${order.id}` })).filter(({ type }) => type !== 'RegistersTouched');
    expect(failed!.data).toMatchObject({ code: 'body-changed', attempt: 1, feed: 'observations' });
    expect(await values(log, ['E12000001'])).toEqual({});
  });

  it.each([
    ['not-recordable', new NotJson('number Infinity')],
    ['event-too-large', new TooLarge('register-x', 2, 1)],
  ])('a submission that no log can hold ends as %s, at once', async (code, error) => {
    throwingOnce(error, Infinity);
    const { receipt } = fail(await bodies.recorder(log, catalogue).record(order));
    expect(receipt).toMatchObject({ state: 'failed', failed: { code }, rows: { taken: 0 }, position: null });
    await started();
    expect(await steps()).toEqual(['SubmissionStarted', 'SubmissionFailed']);
  });

  it('a partition moves on: the messages of a failed submission go to the dead letters with the reason', async () => {
    throwingOnce(new NotJson('number Infinity'));
    const kafka = new FakeKafka({ partitions: 1 });
    kafka.produce(TOPIC, message([{ value: 7 }]));
    const consuming = await consume({ kafka, log, bodies, catalogue });
    await kafka.taken(GROUP, TOPIC);
    kafka.produce(TOPIC, message([{ value: 8 }]));
    await kafka.taken(GROUP, TOPIC);
    await consuming.stop();
    expect(kafka.messages(REFUSED).map((letter) => headersOf(letter)['code'])).toEqual(['not-recordable']);
    expect(await values(log, ['E12000001'])).toEqual({ 'E12000001 2020-01': 8 });
    await kafka.close();
  });

  it('a rule that throws ends the submission, and the next feed is recorded', async () => {
    const view = await catalogue.upToDate();
    const broken = {
      upToDate: async () => ({ ...view, feed: view.feed.bind(view), area: () => ([] as { code: string }[])[0]!.code }),
    } as unknown as Catalogue;
    const { receipt } = fail(await bodies.recorder(log, broken).record(order));
    expect(receipt).toMatchObject({ state: 'failed', failed: { code: 'not-recordable' } });
    const other = await bodies.orderOf(Buffer.from(ROW.replace('7', '8')), 'b.csv', 'observations', '2020-02-02');
    expect(fail(await bodies.recorder(log, catalogue).record(other)).receipt.state).toBe('completed');
  });

  it('a fault of the store is not the submission’s: it stays open, and is finished later', async () => {
    throwingOnce(new Error('disk I/O error'));
    await expect(bodies.recorder(log, catalogue).record(order)).rejects.toThrow('disk I/O error');
    expect(await steps()).toEqual(['SubmissionStarted']);
    expect((await started()).issues()).toEqual([]);
    expect(await steps()).toEqual(['SubmissionStarted', 'SubmissionCompleted']);
  });

  it('a failed submission can be withdrawn, is refused when it is sent again, and counts after it was reinstated and retried', async () => {
    await bodies.blobs.remove(order.blob);
    fail(await bodies.recorder(log, catalogue).record(order));
    const taking = new TakeBackHandler(log, bodies.blobs, new StoppedClock());
    const said = { by: 'test', why: 'The wrong sheet' };
    expect(fail(await taking.execute(new TakeBack(order.id, 'withdraw', said))).state).toBe('withdrawn');
    expect((await started()).issues()).toEqual([]);
    await bodies.orderOf(Buffer.from(ROW), 'a.csv', 'observations', '2020-02-01');
    expect(await bodies.recorder(log, catalogue).record(order)).toMatchObject({ code: 'withdrawn' });
    expect(fail(await taking.execute(new TakeBack(order.id, 'reinstate', said)))).toMatchObject({ state: 'failed', reinstated: said });
    expect(fail(await bodies.recorder(log, catalogue).record(order)).receipt).toMatchObject({ state: 'completed', withdrawn: null });
  });

  it('a withdrawn submission counts again only when it is reinstated', async () => {
    fail(await bodies.recorder(log, catalogue).record(order));
    const taking = new TakeBackHandler(log, bodies.blobs, new StoppedClock());
    fail(await taking.execute(new TakeBack(order.id, 'withdraw', { by: 'test', why: 'The wrong sheet' })));
    const outcome = await bodies.recorder(log, catalogue).record(order);
    expect(outcome).toEqual(expect.objectContaining({ code: 'withdrawn' }));
    expect(await values(log, ['E12000001'])).toEqual({});
    fail(await taking.execute(new TakeBack(order.id, 'reinstate', { by: 'test', why: 'It was right' })));
    expect(await values(log, ['E12000001'])).toEqual({ 'E12000001 2020-01': 7 });
    expect(fail(await bodies.recorder(log, catalogue).record(order)).receipt).toMatchObject({ again: true, state: 'completed' });
  });

  it('a normal push after a backfill of the same figures touches their registers, so that they are judged (design 4.1)', async () => {
    const recorder = bodies.recorder(log, catalogue);
    const backfill = await bodies.orderOf(Buffer.from(ROW), 'a.csv', 'observations', '2020-02-01', { id: 'of-backfill', backfill: true });
    fail(await recorder.record(backfill));
    expect(fail(await recorder.record(order)).receipt).toMatchObject({ again: false, backfill: false, observations: { confirmed: 1 } });
    const touched = (await log.read({ stream: `submission-${order.id}` })).find(({ type }) => type === 'RegistersTouched');
    expect(touched!.data).toMatchObject({ registers: { 'crime.burglary': [['E120000-2020', 1, 2]] } });
  });

  it('statements behind a newer release are counted as older, and sums hold', async () => {
    const recorder = bodies.recorder(log, catalogue);
    fail(await recorder.record(await bodies.orderOf(Buffer.from(ROW), 'new.csv', 'observations', '2020-03-01')));
    const late = await bodies.orderOf(Buffer.from(ROW.replace(',7', ',6')), 'old.csv', 'observations', '2020-02-01');
    expect(fail(await recorder.record(late)).receipt.observations).toEqual({ recorded: 0, revised: 0, confirmed: 0, dropped: 0, older: 1 });
  });

  it('rows that all conflict with each other take no more time than others', async () => {
    const rows = Array.from({ length: 30_000 }, (_, value) => `crime.burglary,E12000001,2020-01,${value}`);
    const body = Buffer.from(['indicator,area,period,value', ...rows].join('\n'));
    const from = performance.now();
    const outcome = fail(await bodies.recorder(log, catalogue).record(await bodies.orderOf(body, 'x.csv', 'observations', '2020-02-01')));
    expect(outcome.receipt.rows).toEqual({ read: 30_000, taken: 0, refused: 30_000, ignored: 0 });
    expect(outcome.receipt.refusals[9]!.detail).toMatch(/^Rows 1 and 2 and 3 and 4 and 5 and 10 state different figures/);
    expect(performance.now() - from).toBeLessThan(8_000);
  }, 60_000);

  it('property: for any bytes as body, on any default feed, the next start succeeds and every other feed works', async () => {
    const feeds = ['observations', 'ons-els', 'police-street', 'data-lab'];
    const numbers = fc.constantFrom('1e308', '-1e308', '5e-324', '0', '-0', '0.5', '1e309', 'NaN', 'é'.repeat(9), '');
    const row = fc.tuple(numbers, numbers, numbers).map((cells) => `crime.burglary,E12000001,2020-01,${cells.join(',')}`);
    const table = fc.array(row).map((rows) => Buffer.from(['indicator,area,period,value,numerator,denominator', ...rows].join('\n')));
    const bytes = fc.oneof(
      fc.uint8Array().map(Buffer.from),
      table,
      fc.json().map(Buffer.from),
      fc.string({ unit: 'binary' }).map((s) => Buffer.from(s)),
    );
    let n = 0;
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(...feeds), fc.boolean(), async (body, feed, isLeftOpen) => {
        const one = await bodies.orderOf(body, 'x.csv', feed, '2020-02-01', { gzip: false, id: `any-${++n}` });
        const faults = isLeftOpen ? { faults: new StopAt('complete') } : {};
        await bodies
          .recorder(log, catalogue, faults)
          .record(one)
          .catch((error: unknown) => expect(String(error)).toContain('stopped'));
        expect((await started()).issues().filter(({ code }) => code === 'submission-left-open')).toEqual([]);
        const good = Buffer.from(ROW.replace(',7', `,${n}`));
        const outcome = await bodies
          .recorder(log, catalogue)
          .record(await bodies.orderOf(good, 'b.csv', 'observations', '2020-02-02', { id: `good-${n}` }));
        expect(outcome).not.toBeInstanceOf(Refusal);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
